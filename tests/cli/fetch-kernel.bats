#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # what a table, or an inner shell, holds
# The archive is a stand-in: apt-get and apt-cache, earlier in PATH, serve the
# table $archive and answer in the words of apt 2.6. Packages are real, made by
# dpkg-deb. The last test asks the machine's own mirror.

bats_require_minimum_version 1.5.0

fetch=$BATS_TEST_DIRNAME/../../scripts/fetch-kernel

setup() {
    command -v dpkg-deb >/dev/null || skip "dpkg is not installed"
    [[ -r /usr/share/keyrings/debian-archive-keyring.gpg ]] || skip "debian-archive-keyring is not installed"
    arch=$(dpkg --print-architecture)
    cd "$BATS_TEST_TMPDIR" || return
    export fake=$PWD/fake archive=$PWD/fake/archive calls=$PWD/fake/calls
    mkdir -p "$fake/bin"
    export PATH=$fake/bin:$PATH XDG_CACHE_HOME=$PWD/cache
    cache=$PWD/cache/hookbench/kernels
    : >"$calls"
    make_archive
    make_tools
}

# make_archive [ARCH]
make_archive() {
    sed "s/ARCH/${1:-$arch}/" >"$archive" <<'EOT'
linux-image-6.1.0-9-cloud-ARCH 6.1.50-1 bookworm
linux-image-6.1.0-10-cloud-ARCH 6.1.100-1 bookworm-security
linux-image-6.1.0-11-cloud-ARCH 6.1.100-2 bookworm-security
linux-image-6.1-cloud-ARCH 6.1.200-1 bookworm-security
linux-image-6.12.9+deb13-cloud-ARCH 6.12.9-1 trixie
linux-image-6.12.10+deb12-cloud-ARCH 6.12.10-1~deb12u1 bookworm-security
linux-image-6.12.10+deb13-cloud-ARCH 6.12.10-1 trixie-security
linux-image-6.12.10+deb13-cloud-ARCH-dbg 6.12.10-1 trixie-security
linux-image-6.12.11+deb13-cloud-ARCH-unsigned 6.12.11-1 trixie-security
linux-image-7.2.1+deb13-cloud-ARCH 7.2.1-1~bpo13+1 trixie-backports
linux-binary-7.2.1+deb13-cloud-ARCH 7.2.1-1~bpo13+1 trixie-backports
linux-binary-unsigned-7.2.2+deb13-cloud-ARCH 7.2.2-1~bpo13+1 trixie-backports
EOT
}

make_tools() {
    cat >"$fake/bin/apt-get" <<'EOT'
#!/usr/bin/env bash
echo "apt-get $*" >>"$calls"
own=''
[[ $1 != -c ]] || { own=yes own_conf=$2; shift 2; }
case $1 in
indextargets)
    if [[ ! $own ]]; then
        [[ -e $fake/no-debian ]] || echo "Debian http://mirror.invalid/debian/"
        [[ -e $fake/no-security ]] || echo "Debian-Security http://mirror.invalid/debian-security/"
        exit
    fi
    while read -r release suite; do
        [[ ! -e $fake/released ]] || suite=${suite/stable/oldstable}
        case $3 in '$(SUITE)') echo "$suite" ;; *) echo "$release $suite" ;; esac
    done <<<'bookworm oldstable
trixie stable
trixie-security stable-security
trixie-backports stable-backports
sid unstable'
    ! grep -q ' stable main' "${own_conf%/*}/sources.list" || case $3 in '$(SUITE)') echo stable ;; *) echo "stable stable" ;; esac
    ;;
update)
    [[ ! -e $fake/slow ]] || { echo $$ >"$fake/pid"; exec sleep 1000; }
    for suite in bullseye bookworm trixie trixie-updates trixie-backports sid bullseye-security bookworm-security trixie-security; do
        [[ ! -e $fake/offline && ! -e $fake/down-$suite ]] ||
            echo "W: Failed to fetch http://mirror.invalid/debian/dists/$suite/InRelease  Temporary failure resolving 'mirror.invalid'"
    done
    ;;
download)
    package=${2%=*} version=${2#*=}
    release=${package#linux-image-} release=${release#linux-binary-}
    echo $$ >"$fake/pid"
    [[ ! -e $fake/slow ]] || { : >partly.deb; exec sleep 1000; }
    # until_said TEXT FILE...: or a minute.
    until_said() {
        for _ in {1..1200}; do
            ! grep -qs "$1" "${@:2}" || break
            sleep 0.05
        done
    }
    if [[ -e $fake/halting ]]; then
        head -c 500000 /dev/zero >partly
        until_said "25 %, [1-9]" "$fake/../typed"
        rm partly
    fi
    # Until another has to wait for this one.
    [[ ! -e $fake/late ]] || until_said "waiting for another" "$fake/said" "$fake/../one"
    if [[ -e $fake/offline ]]; then
        echo "E: Failed to fetch http://mirror.invalid/$package.deb  Temporary failure resolving 'mirror.invalid'"
        exit 100
    elif [[ -e $fake/gone-$release ]]; then
        echo "E: Failed to fetch http://mirror.invalid/$package.deb  404  Not Found [IP: 192.0.2.1 80]"
        exit 100
    elif [[ -e $fake/corrupt ]]; then
        echo "not a package" >"${package}_$version.deb"
        exit
    fi
    root=$(mktemp -d -p "$fake")
    case $package in
    linux-binary-7*) image=$root/usr/lib/modules/$release/vmlinuz ;;
    linux-image-7*) image=$root/usr/share/doc/$package/nothing ;;
    *) image=$root/boot/vmlinuz-$release ;;
    esac
    mkdir -p "$root/DEBIAN" "$root/boot" "${image%/*}"
    echo "the image of $package $version" >"$image"
    echo "a config" >"$root/boot/config-$release"
    mkdir -p "$root/usr/lib/modules/$release/kernel/virt"
    echo "the plain module of $release" >"$root/usr/lib/modules/$release/kernel/virt/plain.ko"
    echo "the packed module of $release" | xz >"$root/usr/lib/modules/$release/kernel/virt/packed-one.ko.xz"
    echo "another module" >"$root/usr/lib/modules/$release/kernel/not-plain.ko"
    printf '%s\n' "Package: $package" "Version: $version" 'Architecture: all' 'Maintainer: none' 'Description: none' >"$root/DEBIAN/control"
    dpkg-deb --build "$root" "${package}_$version.deb"
    ;;
esac
EOT
    cat >"$fake/bin/apt-cache" <<'EOT'
#!/usr/bin/env bash
echo "apt-cache $3" >>"$calls"
case $3 in
pkgnames) cut -d ' ' -f 1 "$archive" | sort -u ;;
madison) for p in "${@:4}"; do awk -v p="$p" '$1 == p { printf "%s | %s | http://mirror.invalid/debian %s/main x Packages\n", $1, $2, $3 }' "$archive"; done ;;
show) for p in "${@:4}"; do awk -v p="$p" '$1 == p { printf "Package: %s\nVersion: %s\nInstalled-Size: 1\nSize: 2000000\n\n", $1, $2 }' "$archive"; done ;;
esac
EOT
    chmod +x "$fake"/bin/*
}

# fetches ARGUMENT...: run it; stdout in $output, stderr in $said, status in $status.
fetches() {
    status=0
    output=$("$fetch" "$@" 2>"$fake/said") || status=$?
    said=$(<"$fake/said")
}

within_a_minute() {
    for _ in {1..1200}; do
        "$@" && return
        sleep 0.05
    done
    return 1
}

# make_locale NAME: compiled for this test, if the machine does not have it.
make_locale() {
    [[ $1 != C ]] || return 0
    command -v localedef >/dev/null || skip "localedef is not installed"
    export LOCPATH=$BATS_TEST_TMPDIR/locales
    mkdir -p "$LOCPATH"
    localedef -i "${1%.*}" -f UTF-8 "$LOCPATH/$1" 2>/dev/null || [[ -d $LOCPATH/$1 ]] || skip "localedef has no $1 here"
}

# They tell what went wrong.
check_is() { [[ $1 == "$2" ]] || { printf 'expected: %s\n     got: %s\n    said: %s\n' "$2" "$1" "$said"; return 1; }; }
check_said() { [[ $said == *"$1"* ]] || { printf 'expected: %s\n    said: %s\n' "$1" "$said"; return 1; }; }
ok() { check_is "$status" 0 && check_is "$output" "$1"; }
fails() { check_is "$status" "${2:-2}" && check_is "$output" "" && check_said "$1"; }
# What may work later: hookbench passes the status on.
fails_for_now() { fails "$1" 75; }
called() { grep -c "$1" "$calls" || true; }
nothing_left() { ! compgen -G "$cache/fetch-kernel.*"; }
age_index() { touch -d '2 days ago' "$cache/index.tsv"; }

@test "a series means its newest kernel, in the right order of versions" {
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    check_is "$(cat "$output")" "the image of linux-image-6.12.10+deb13-cloud-$arch 6.12.10-1"
    check_said "downloading"
    nothing_left
}

@test "where there is a linux-binary package it is taken; the image may be in usr/lib/modules" {
    fetches 7.2
    ok "$cache/vmlinuz-7.2.1+deb13-cloud-$arch"
    check_is "$(cat "$output")" "the image of linux-binary-7.2.1+deb13-cloud-$arch 7.2.1-1~bpo13+1"
}

@test "an upstream version is looked up in the package's version, newest revision first" {
    fetches 6.1.100
    ok "$cache/vmlinuz-6.1.0-11-cloud-$arch"
}

@test "a release name, and a package version, mean that kernel" {
    fetches "6.12.10+deb12-cloud-$arch" 6.1.100-1
    ok "$cache/vmlinuz-6.12.10+deb12-cloud-$arch"$'\n'"$cache/vmlinuz-6.1.0-10-cloud-$arch"
}

@test "kernels for another architecture have a cache of their own" {
    local own=$arch other=arm64
    [[ $own != arm64 ]] || other=amd64
    make_archive "$other"
    fetches --arch "$other" 6.12
    ok "$cache-$other/vmlinuz-6.12.10+deb13-cloud-$other"
    grep -q "^APT::Architecture \"$other\";" "$cache-$other/apt/apt.conf"
    [[ ! -e $cache ]]
    # A release says it by itself.
    fetches --offline "6.12.10+deb13-cloud-$other"
    ok "$cache-$other/vmlinuz-6.12.10+deb13-cloud-$other"
    fetches --arch "$own" "6.12.10+deb13-cloud-$other"
    fails "6.12.10+deb13-cloud-$other is a kernel for $other, and not for $own"
    fetches --arch s390x 6.12
    fails "there are kernels for amd64 (x86-64) and arm64, not for s390x"
}

@test "stable means the newest kernel of the suite that the archive calls stable" {
    echo "linux-image-6.12.99+deb14-cloud-$arch 6.12.99-1 sid" >>"$archive"
    fetches stable
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
}

@test "a stable suite newer than the script is found by its name in the archive" {
    touch "$fake/released"
    echo "linux-binary-7.4.1+deb14-cloud-$arch 7.4.1-1 stable" >>"$archive"
    fetches stable
    ok "$cache/vmlinuz-7.4.1+deb14-cloud-$arch"
}

@test "what is cached is found without apt" {
    "$fetch" -q 6.12
    : >"$calls"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    check_is "$said" ""
    age_index
    fetches 6.12.10
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    check_is "$(cat "$calls")" ""
}

@test "a series is looked up anew when the index is a day old" {
    "$fetch" -q 6.12
    echo "linux-image-6.12.11+deb13-cloud-$arch 6.12.11-1 trixie-security" >>"$archive"
    age_index
    fetches -q 6.12
    ok "$cache/vmlinuz-6.12.11+deb13-cloud-$arch"
    check_is "$said" ""
}

@test "a name that the index lacks updates it once; --refresh always does" {
    "$fetch" -q 6.12
    : >"$calls"
    fetches 6.13
    fails "available series: 6.1 6.12 7.2"
    check_is "$(called ' update')" 1
    fetches --refresh
    ok ""
    check_is "$(called ' update')" 2
}

@test "an unknown version is answered with those of its series" {
    fetches 6.12.77
    fails "no kernel is named 6.12.77: available in this series: 6.12.10 6.12.9"
}

@test "a series falls back to the next newest, says so, and does not ask again" {
    touch "$fake/gone-6.12.10+deb13-cloud-$arch"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb12-cloud-$arch"
    check_said "trying the next newest of 6.12"
    check_said "404"
    : >"$calls"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb12-cloud-$arch"
    check_is "$(cat "$calls")" ""
}

@test "a version that the mirror has no longer fails, naming others" {
    touch "$fake/gone-6.12.9+deb13-cloud-$arch"
    fetches 6.12.9
    fails "404"
    check_said "available in this series: 6.12.10"
    nothing_left
}

@test "without network a series is served from the cache, with a word about it" {
    "$fetch" -q 6.12.9
    touch "$fake/offline"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.9+deb13-cloud-$arch"
    check_said "using 6.12.9+deb13-cloud-$arch from the cache"
    age_index
    fetches 6.12
    ok "$cache/vmlinuz-6.12.9+deb13-cloud-$arch"
    check_said "the index cannot be updated"
    rm "$cache/index.tsv"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.9+deb13-cloud-$arch"
}

@test "without network and cache there is one clear message" {
    touch "$fake/offline"
    fetches -q 6.12
    fails_for_now "6.12 is not in the cache, and the index cannot be updated"
    check_is "$(wc -l <<<"$said")" 1
}

@test "a suite that cannot be reached does not sink the others" {
    touch "$fake/down-sid"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    check_said "suite sid cannot be updated: Failed to fetch"
}

@test "a machine without Debian in apt's sources gets a clear message" {
    touch "$fake/no-debian"
    fetches 6.12
    fails "apt has no Debian archive"
}

@test "without a security archive the other suites serve" {
    touch "$fake/no-security"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    check_said "Debian-Security"
    run grep -c security "$cache/apt/sources.list"
    check_is "$output" 0
}

@test "sources are signed, apt's state is the cache's own, hooks are cleared" {
    "$fetch" -q 6.12
    run ! grep -v 'signed-by=/usr/share/keyrings/debian-archive-keyring.gpg' "$cache/apt/sources.list"
    run ! grep -ri 'trusted' "$cache/apt"
    grep -q '#clear APT::Update::Post-Invoke;' "$cache/apt/apt.conf"
}

@test "--offline serves the cache only" {
    "$fetch" -q 6.12.9
    : >"$calls"
    fetches --offline 6.12
    ok "$cache/vmlinuz-6.12.9+deb13-cloud-$arch"
    fetches --offline 7.2
    fails "7.2 is not in the cache: available series: 6.12"
    check_is "$(cat "$calls")" ""
}

@test "--modules keeps those named, unpacked, and fetches the package again if one is missing" {
    modules=$cache/modules-6.12.10+deb13-cloud-$arch
    "$fetch" -q 6.12
    [[ ! -e $modules ]]
    for _ in 1 2; do
        fetches --modules plain,packed-one 6.12
        ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
        check_is "$(cd "$modules" && echo *)" "packed-one.ko plain.ko"
        check_is "$(cat "$modules/packed-one.ko")" "the packed module of 6.12.10+deb13-cloud-$arch"
    done
    check_is "$(called ' download')" 2
    rm "$modules/plain.ko"
    fetches --offline --modules plain 6.12
    fails "6.12 is not in the cache"
    fetches --modules plain 6.12
    check_is "$(cat "$modules/plain.ko")" "the plain module of 6.12.10+deb13-cloud-$arch"
    fetches --modules plain,missing 6.12
    fails "the package of 6.12.10+deb13-cloud-$arch holds no module missing"
    nothing_left
    for wrong in '' ../plain 'a b' -x 'plain*'; do
        fetches --modules "x,$wrong,y" 6.12
        fails "--modules takes names"
    done
}

@test "modules go with their image" {
    "$fetch" -q --modules plain 6.12
    echo "not what was unpacked" >"$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    [[ ! -e $cache/modules-6.12.10+deb13-cloud-$arch ]]
}

@test "an image whose file was removed is fetched again" {
    "$fetch" -q 6.12
    rm "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    [[ -s $output ]]
}

@test "--list shows what there is and what is cached" {
    "$fetch" -q 6.12.9
    fetches --list
    check_is "$status" 0
    check_is "$(grep -c cloud <<<"$output")" 7
    check_is "$(grep -c 'cached$' <<<"$output")" 1
    [[ $output != *unsigned* && $output != *dbg* && $output != *6.1-cloud* ]]
    fetches --list 6.1
    check_is "$(grep -c cloud <<<"$output")" 3
    fetches --list 6.13
    fails "available series:"
}

@test "wrong use ends with status 2" {
    fetches
    fails "name a kernel"
    fetches --nonsense 6.12
    fails "--nonsense"
    fetches linux-6.12
    fails "'linux-6.12' is not a kernel name"
    fetches --offline --refresh
    fails "exclude each other"
    touch file
    fetches --cache=file 6.12
    fails "cannot read"
    fetches --cache=/proc/none 6.12
    fails "cannot write to /proc/none"
    fetches --help
    check_is "$status" 0
}

@test "a damaged package leaves no image behind" {
    touch "$fake/corrupt"
    fetches 6.12
    fails "cannot unpack the package of 6.12.10"
    nothing_left
    run ! compgen -G "$cache/vmlinuz-*"
}

@test "a signal ends it, its apt, and removes what was begun" {
    local signal pid status
    begun() { [[ -s $fake/pid ]]; }
    # Its apt would go on for much longer.
    ended() { ! kill -0 "$pid" 2>/dev/null; }
    "$fetch" -q --refresh
    touch "$fake/slow"
    for signal in INT TERM HUP; do
        rm -f "$fake/pid"
        # A job in the background ignores INT, and one below nohup HUP, unless told otherwise.
        env --default-signal=INT,HUP "$fetch" 6.12 3>&- &
        pid=$!
        within_a_minute begun
        kill -s "$signal" "$pid"
        within_a_minute ended
        status=0
        wait "$pid" || status=$?
        ((status == 128 + $(kill -l "$signal")))
        run ! kill -0 "$(<"$fake/pid")"
        nothing_left
        run ! compgen -G "$cache/vmlinuz-*"
    done
}

@test "what a killed run left is cleared by the next" {
    "$fetch" -q --refresh
    mkdir "$cache/fetch-kernel.killed" "$cache/tmp.mine" "$cache/fetch-kernel.notes.txt"
    touch "$cache/fetch-kernel.killed/part.deb"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    # What it has not made stays.
    [[ ! -e $cache/fetch-kernel.killed && -d $cache/tmp.mine && -d $cache/fetch-kernel.notes.txt ]]
    rmdir "$cache/fetch-kernel.notes.txt"
    nothing_left
    ((EUID == 0)) || return 0
    : >victim
    mkdir "$cache/fetch-kernel.others"
    ln -s "$PWD" "$cache/fetch-kernel.linked"
    fetches 7.2
    check_is "$status" 0
    [[ -e victim && -L $cache/fetch-kernel.linked ]]
}

# row SIZE [RELEASE]: of a table.
row() {
    printf '%s\t6.12.10-1\ttrixie\t%s\tlinux-image-6.12.10+deb13-cloud-amd64\tstable\t6.12.10\t6.12\n' \
        "${2-6.12.10+deb13-cloud-amd64}" "$1"
}

@test "fields of a table are no commands, paths or escape sequences" {
    mkdir -p "$cache"
    for size in 'PATH[$(id>owned)]' 'a' '-1' '99999999999999999999' '08' ''; do
        row "$size" >"$cache/index.tsv"
        touch "$fake/offline"
        fetches 6.12
        fails_for_now "ignoring 1 lines of $cache/index.tsv"
        [[ ! -e owned && ! -e $cache/owned ]]
    done
    rm "$fake/offline"
    # An index that is not its own is made anew, however young.
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    { head -c 514 /dev/zero && printf HdrS; } >outside
    mkdir "$cache/vmlinuz-6.12"
    for release in ../../../outside 6.12/../../../../outside $'6.12\e[31m' /etc/passwd; do
        row 5 "$release" >"$cache/images.tsv"
        fetches --offline 6.12
        fails "6.12 is not in the cache"
        [[ $said != *$'\e'* ]]
        fetches --offline --list
        check_is "$status" 2
    done
}

@test "an image that is not what was unpacked is removed and fetched again" {
    "$fetch" -q 6.12
    image=$cache/vmlinuz-6.12.10+deb13-cloud-$arch
    grep -q $'\t'"$(sha256sum <"$image" | cut -c 1-64)$" "$cache/images.tsv"
    head -c 1000 /dev/urandom >"$image"
    fetches 6.12
    ok "$image"
    check_said "$image is not the image that was unpacked"
    check_is "$(grep -c 'removing it' <<<"$said")" 1
    check_is "$(cat "$image")" "the image of linux-image-6.12.10+deb13-cloud-$arch 6.12.10-1"
    echo changed >"$image"
    fetches --offline 6.12
    fails "removing it"
    [[ ! -e $image ]]
    # A link leads elsewhere.
    ln -s /etc/passwd "$image"
    fetches --offline 6.12
    fails "not in the cache"
}

@test "an image without a checksum, of an earlier version, gets one if it is a kernel" {
    "$fetch" -q 6.12
    image=$cache/vmlinuz-6.12.10+deb13-cloud-$arch
    forget_sum() { sed -i 's/\t[0-9a-f]\{64\}$//' "$cache/images.tsv"; }
    forget_sum
    fetches 6.12
    ok "$image"
    check_said "not the image that was unpacked, or not a kernel"
    forget_sum
    { head -c 514 /dev/zero && printf HdrS; } >"$image"
    fetches 6.12
    ok "$image"
    check_said "storing the checksum"
    echo more >>"$image"
    fetches --offline 6.12
    fails "removing it"
}

@test "root does not use a cache that others may change" {
    ((EUID == 0)) || skip "needs root"
    "$fetch" -q 6.12
    refused() {
        fetches 6.12
        fails "root does not use the cache $cache: "
        check_said "$1"
        check_said "choose another folder with XDG_CACHE_HOME, or with fetch-kernel's --cache"
    }
    chown 65534 "$cache"
    refused "$cache belongs to user 65534"
    chown 0 "$cache"
    for file in "$cache" "$cache/index.tsv" "$cache/images.tsv" "$cache/vmlinuz-6.12.10+deb13-cloud-$arch" "$cache/apt/lists"; do
        mode=$(stat -c %a "$file")
        for wrong in g+w o+w; do
            chmod "$wrong" "$file"
            refused "$file"
            chmod "$mode" "$file"
        done
        chown 65534 "$file"
        refused "$file belongs to"
        chown 0 "$file"
    done
    chown 65534 "$PWD/cache"
    refused "$PWD/cache belongs to user 65534"
    chown 0 "$PWD/cache"
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    # What it makes itself is closed to others, whatever the caller's mask.
    rm -r "$PWD/cache"
    (umask 0 && "$fetch" -q 6.12)
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
}

@test "words of others reach the terminal encoded" {
    sed -i 's/Temporary failure/\\x1b[31m\xc2\x9bTemporary failure/' "$fake/bin/apt-get"
    sed -i 's/echo "E: Failed/printf "%b\\n" "E: Failed/' "$fake/bin/apt-get"
    "$fetch" -q --refresh
    touch "$fake/offline"
    fetches 6.12
    fails_for_now '\x1b[31m\xc2\x9bTemporary failure'
    [[ $said != *[$'\e\x9b']* ]]
}

@test "waiting for the lock says for whom, and ends" {
    "$fetch" -q --refresh
    flock --no-fork "$cache/lock" sleep 1000 3>&- &
    local pid=$!
    locked() { ! flock --nonblock "$cache/lock" true; }
    within_a_minute locked
    fetches --wait 1 6.12
    kill "$pid"
    fails_for_now "waiting for another fetch-kernel that uses $cache: process $pid (sleep), for 1 s at most"
    check_said "$cache is still in use after 1 s, by process $pid"
    for wrong in 0 x -1 '1[$(id)]'; do
        fetches --wait="$wrong" 6.12
        fails "--wait takes a number of seconds"
    done
}

@test "SIGKILL leaves neither apt nor the lock behind" {
    local signal pid
    begun() { [[ -s $fake/pid ]]; }
    ended() { ! kill -0 "$(<"$fake/pid")" 2>/dev/null; }
    for step in "--refresh" 6.12; do
        [[ $step == --refresh ]] || "$fetch" -q --refresh
        rm -f "$fake/pid"
        touch "$fake/slow"
        "$fetch" "$step" 3>&- &
        pid=$!
        within_a_minute begun
        # The child does not have the lock, even while it lives.
        run ! grep -l "$cache/lock" <(readlink /proc/"$(<"$fake/pid")"/fd/*)
        kill -KILL "$pid"
        wait "$pid" || true
        within_a_minute ended
        flock --nonblock "$cache/lock" true
        rm "$fake/slow"
    done
    fetches 6.12
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    nothing_left
}

@test "a list from an old index says how old it is, and why" {
    "$fetch" -q --refresh
    touch -d '1100 days ago' "$cache/index.tsv"
    touch "$fake/offline"
    fetches --list
    check_is "$status" 0
    [[ $output == *6.12.10* ]]
    check_said "the index cannot be updated: Failed to fetch"
    check_said "this is the index of 1100 days ago"
    touch -d '30 hours ago' "$cache/index.tsv"
    fetches --quiet --list
    check_said "this is the index of 30 hours ago"
    rm "$fake/offline"
    fetches --list
    [[ $said != *" ago"* ]]
    # A time in the future is no age.
    touch -d '2 days' "$cache/index.tsv"
    : >"$calls"
    fetches --list
    check_is "$(called ' update')" 1
}

@test "no home, no stdin, few descriptors, other locales" {
    fetches_with() {
        status=0
        output=$("$@" 2>"$fake/said") || status=$?
        said=$(<"$fake/said")
    }
    fetches_with env -u XDG_CACHE_HOME -u HOME "$fetch" 6.12
    fails "neither XDG_CACHE_HOME nor HOME is set: set HOME"
    fetches_with bash -c '"$0" 6.12 <&-' "$fetch"
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    fetches_with bash -c 'ulimit -n 20; "$0" 6.12' "$fetch"
    fails "too few files may be open (ulimit -n is 20): allow at least 64"
    fetches_with bash -c 'ulimit -n 64; "$0" 7.2' "$fetch"
    ok "$cache/vmlinuz-7.2.1+deb13-cloud-$arch"
    for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
        make_locale "$locale"
        fetches_with env LC_ALL="$locale" "$fetch" --list
        check_is "$status" 0
        grep -q '  2.0 MB  *cached$' <<<"$output"
    done
}

@test "a download shows how far it is, on a terminal" {
    command -v script >/dev/null || skip "script (util-linux) is not installed"
    : >"$fake/halting"
    TERM=xterm run script -qefc "$fetch 6.12" typed </dev/null
    [ "$status" -eq 0 ]
    rm "$fake/halting"
    [[ $output =~ "  0.5 MB of 2.0 MB, 25 %, "[1-9][0-9]*" s" ]]
    [[ $output == *$'\r\e[K'*"/vmlinuz-6.12.10+deb13-cloud-$arch"* ]]
    rm "$cache"/vmlinuz-*
    for quiet in "TERM=dumb $fetch" "TERM=xterm $fetch -q"; do
        run script -qec "$quiet 6.12" /dev/null </dev/null
        [[ $output != *" %,"* ]]
        rm "$cache"/vmlinuz-*
    done
    TERM=xterm "$fetch" 6.12 2>messages
    [[ $(<messages) != *" %,"* ]]
}

@test "two at the same time fetch once" {
    "$fetch" -q --refresh
    touch "$fake/late"
    "$fetch" 6.12 3>&- >one 2>&1 &
    fetches 6.12
    wait $!
    ok "$cache/vmlinuz-6.12.10+deb13-cloud-$arch"
    grep -q "^$cache/vmlinuz-6.12.10" one
    check_is "$(called ' download')" 1
    cat "$fake/said" one | grep -q "waiting for another"
    nothing_left
}

@test "the machine's own mirror: fetched once, then found without apt" {
    PATH=${PATH#"$fake/bin:"}
    timeout 300 "$fetch" --refresh 2>said || skip "no mirror: $(tail -n 1 said)"
    fetches 6.12
    check_is "$status" 0
    [[ $(stat -c %s "$output") -gt 5000000 ]]
    local image=$output
    PATH=$fake/bin:$PATH
    fetches 6.12
    ok "$image"
    check_is "$(cat "$calls")" ""
}
