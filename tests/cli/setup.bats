#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# dpkg-query, dpkg, apt-get and apt-cache are stand-ins that keep their state in
# files: the test must not install anything on this machine.

bats_require_minimum_version 1.5.0

script=$BATS_TEST_DIRNAME/../../scripts/setup

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export fake=$PWD/fake calls=$PWD/fake/calls
    mkdir -p "$fake/bin"
    export PATH=$fake/bin:$PATH OS_RELEASE=$PWD/os-release
    echo 'ID=debian' >os-release
    : >"$calls"
    : >"$fake/installed"
    echo amd64 >"$fake/arch"
    # What dpkg-query prints for packages that it knows; the others it complains about.
    cat >"$fake/bin/dpkg-query" <<'EOT'
#!/usr/bin/env bash
[[ $# -gt 3 ]] || cat "$fake/provides" 2>/dev/null
status=0
for p in "${@:4}"; do
    if grep -qx "$p" "$fake/installed"; then echo "installed $p"
    elif [[ $p == bats ]]; then echo "config-files $p"
    else echo "dpkg-query: no packages found matching $p" >&2; status=1; fi
done
exit $status
EOT
    cat >"$fake/bin/dpkg" <<'EOT'
#!/usr/bin/env bash
cat "$fake/arch"
EOT
    cat >"$fake/bin/apt-cache" <<'EOT'
#!/usr/bin/env bash
[[ ! -e $fake/empty-lists && ! -e $fake/unknown-$3 ]]
EOT
    cat >"$fake/bin/apt-get" <<'EOT'
#!/usr/bin/env bash
echo "apt-get $* ($DEBIAN_FRONTEND)" >>"$calls"
case $1 in
update) rm -f "$fake/empty-lists" "$fake/old-lists" ;;
install)
    [[ ! -e $fake/old-lists ]] || exit 100
    for p in "$@"; do [[ $p == -* || $p == install || $p == DPkg* ]] || echo "$p" >>"$fake/installed"; done
    ;;
esac
EOT
    chmod +x "$fake"/bin/*
}

need_root() { ((EUID == 0)) || skip "installing needs root"; }
called() { grep -c "^apt-get $1" "$calls" || true; }

@test "--check lists what is missing, installs nothing, and ends with 1" {
    run -1 "$script" --check build
    [[ $output == *"build    clang "*compiles* ]]
    [[ $output != *hyperfine* ]]
    [[ ! -s $calls ]]
}

@test "all purposes are the default; a removed package counts as missing" {
    run -1 "$script" --check
    [[ $output == *clang* && $output == *hyperfine* && $output == *bats* ]]
}

@test "what an installed package provides is not missing" {
    run -1 "$script" --check test
    [[ $output == *"test     nodejs "* && $output == *"test     npm "* ]]
    printf '%s\n' "config-files npm" "installed " "installed other (= 1.2), npm (= 9), more" >"$fake/provides"
    run -1 "$script" --check test
    [[ $output == *"test     nodejs "* && $output != *"npm "* && $output == *bats* ]]
    echo "config-files npm, nodejs" >"$fake/provides"
    run -1 "$script" --check test
    [[ $output == *"test     npm "* ]]
}

@test "what fuzzing needs is for those who name it" {
    run -1 "$script" --check all
    [[ $output != *libclang-rt* ]]
    run -1 "$script" --check fuzz
    [[ ${#lines[@]} == 1 && $output == *libclang-rt-dev* ]]
    run -1 "$script" --check all fuzz
    [[ $output == *bpftool* && $output == *libclang-rt-dev* ]]
}

@test "QEMU is the one of this architecture" {
    run -1 "$script" --check measure
    [[ $output == *qemu-system-x86* && $output != *@* ]]
    echo arm64 >"$fake/arch"
    run -1 "$script" --check measure
    [[ $output == *qemu-system-arm* && $output != *x86* ]]
}

@test "what measures another architecture's kernels is asked for by its name" {
    run -1 "$script" --check arm64
    [[ $output == *qemu-system-arm* && $output == *gcc-aarch64-linux-gnu* && $output != *qemu-system-x86* ]]
    run -1 "$script" --check all
    [[ $output != *aarch64* ]]
}

@test "installs what is missing, and only that; then it is silent" {
    need_root
    echo clang >"$fake/installed"
    run -0 "$script" build
    [[ $(called install) == 1 && $(called update) == 0 ]]
    grep -q -- '--no-install-recommends .*make cmake.*(noninteractive)' "$calls"
    run -1 grep -E ' clang | hyperfine ' "$calls"
    : >"$calls"
    run -0 "$script" build
    [[ -z $output && ! -s $calls ]]
    run -0 "$script" --check build
    [[ -z $output ]]
}

@test "package lists are updated only when they are empty or too old" {
    need_root
    touch "$fake/empty-lists"
    run -0 "$script" test
    [[ $(called update) == 1 && $(called install) == 1 ]]
    : >"$calls"
    touch "$fake/old-lists"
    run -0 "$script" measure
    [[ $(called update) == 1 && $(called install) == 2 ]]
}

@test "a package that apt does not know is named" {
    need_root
    touch "$fake/unknown-bpftool"
    run -2 "$script" build
    [[ $output == *"no package bpftool:"* ]]
    [[ $(called install) == 0 ]]
}

@test "without root: one message with the command to run" {
    # The tree may lie where other users cannot read, such as /root.
    cp "$script" "$PWD/setup"
    local user=() copy=$PWD/setup
    chmod -R a+rX "$BATS_RUN_TMPDIR" 2>/dev/null || true
    if ((EUID == 0)); then user=(setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent); fi
    "${user[@]}" test -x "$fake/bin/apt-get" || skip "the test folder is closed to other users"
    chmod a+rw "$calls"
    run -2 "${user[@]}" "$copy" build
    [[ ${#lines[@]} == 1 && $output == *"run: sudo $copy build" ]]
    [[ ! -s $calls ]]
}

@test "elsewhere than on Debian: one message with the packages' names" {
    mkdir bare
    local tool
    for tool in bash env cat awk; do ln -s "$(command -v $tool)" bare/; done
    PATH=$PWD/bare run -2 "$script"
    [[ ${#lines[@]} == 1 && $output == *"not Debian"*libbpf-dev* && $output != *libclang-rt* ]]
    PATH=$PWD/bare run -2 "$script" fuzz
    [[ $output == *": libclang-rt-dev " ]]
}

@test "Ubuntu's packages have its names, and Fedora's are printed" {
    printf '%s\n' 'NAME="Some Mint"' 'ID=mint' 'ID_LIKE="ubuntu debian"' >os-release
    run -1 "$script" --check build perf test
    [[ $output == *"build    linux-tools-generic"*"perf     linux-tools-generic"* && $output == *"chromium-browser"* ]]
    [[ $output == *"build    libbpf-dev "* && $output != *"bpftool  "* && $output != *linux-perf* ]]
    if ((EUID == 0)); then
        run -0 "$script" build perf
        [[ $(grep -o linux-tools-generic "$calls" | wc -l) == 1 ]]
    fi
    printf '%s\n' "ID='fedora'" VERSION_ID=42 >os-release
    run -2 "$script" build measure
    [[ ${#lines[@]} == 1 && $output == *"not tried"*"dnf install clang glibc-devel glibc-static make "*" qemu-system-"*-core* ]]
    [[ $output != *libbpf-dev\ * && $output != *hyperfine* ]]
    rm os-release
    run -1 "$script" --check build
    [[ $output == *"build    bpftool "* ]]
}

@test "each of the other names is of a package that is wanted" {
    diff <(sed -n '/^other_names/,/^}/s/^\([a-z][a-z0-9.-]*\) .*/\1/p' "$script" | sort) \
        <({ sed -n '/^packages/,/^}/s/^[a-z0-9-]* *\([^ ]*\) .*/\1/p' "$script"; echo qemu-system-x86; } | sort -u |
            grep -Fx -f <(sed -n '/^other_names/,/^}/s/^\([a-z][a-z0-9.-]*\) .*/\1/p' "$script"))
}

@test "wrong use ends with status 2" {
    run -2 "$script" everything
    [[ $output == *"'everything' is neither"* ]]
    run -0 "$script" --help
    [[ $output == Usage* ]]
}
