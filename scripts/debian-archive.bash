#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Queries Debian's archive with an apt that has its own folders; sourced by fetch-kernel.
# In: $cache, $tmp, $arch, lock, run, need_space, check_disk, cannot_write, valid_rows, warn, say, die.
# Out: refresh (brings index.tsv up to date), write_apt_conf, need_apt; $conf, $why, $refreshed.
#
# shellcheck disable=SC2015 # "A && B || die": A failing should end in die, too
# shellcheck disable=SC2016 # "$(…)" in single quotes is apt's own notation
# shellcheck disable=SC2154 # set by fetch-kernel

readonly keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The suites that have kernels. A stable suite newer than these is found
# automatically, see refresh().
readonly main_suites=(bullseye bookworm trixie trixie-updates trixie-backports sid)
readonly security_suites=(bullseye-security bookworm-security trixie-security)

need_apt() {
    local tool
    for tool in apt-get apt-cache dpkg dpkg-deb; do
        command -v "$tool" >/dev/null ||
            die "there is no $tool here: kernels can only be fetched on Debian; elsewhere, use the path of a kernel image"
    done
    [[ -r $keyring ]] ||
        die "cannot check signatures without $keyring: install debian-archive-keyring"
}

write_apt_conf() {
    local apt=$cache/apt
    conf=$apt/apt.conf
    mkdir -p "$apt"/{state,lists/partial,cache} "$tmp/partial" && : >>"$apt/status" || cannot_write
    # Read after the machine's own configuration: its proxy stays in force, its
    # hooks do not run. The user _apt could not write here, hence root.
    cat >"$conf" <<EOT || cannot_write
Dir::State "$apt/state";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
Dir::Cache::archives "$tmp";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
APT::Get::List-Cleanup "true";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowReleaseInfoChange "true";
Acquire::Languages "none";
Acquire::PDiffs "false";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear AptCli::Hooks;
EOT
}

# mirror_of LABEL: an archive's address, from the machine's own apt. Archives that it
# has not queried yet have no label; the suite's name identifies them.
mirror_of() {
    local mirror
    mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 9>&- |
        awk -v label="$1" '$1 == label && $2 !~ /^cdrom:/ && !n++ { print $2 }')
    [[ $mirror || $1 != Debian-Security ]] ||
        mirror=$(apt-get --print-uris update 2>/dev/null 9>&- |
            sed -n "s|^'\([^']*/\)dists/[a-z]*-security/InRelease'.*|\1|p" | head -n 1)
    echo "$mirror"
}

# add_sources MIRROR SUITE...
add_sources() {
    local suite
    for suite in "${@:2}"; do
        echo "deb [arch=$arch target=Packages signed-by=$keyring] $1 $suite main"
    done >>"$cache/apt/sources.list"
}

# update_suites SUITE...: reports which failed. If all did, fails with the reason in $why.
update_suites() {
    local suite reason failed=()
    run_shown 0 "$cache/apt/lists" apt-get -c "$conf" update || true
    check_disk "$tmp/log"
    for suite in "$@"; do
        reason=$(grep -m 1 -E "^[EW]: .*[/ ]${suite}[/ ]" "$tmp/log") || continue
        why=${reason#*: }
        failed+=("suite $suite cannot be updated: $why")
    done
    ((${#failed[@]} < $#)) || return 1
    for reason in "${failed[@]}"; do warn "$reason"; done
}

# Bring index.tsv up to date. Fails when no suite can be reached.
refreshed='' why=''
refresh() {
    local debian security suites=("${main_suites[@]}")
    need_apt
    lock
    # shellcheck disable=SC2034 # read by fetch-kernel
    refreshed=yes
    # Another run may have done it while this one waited for the lock.
    (($(index_time_s) <= started_s)) || return 0
    debian=$(mirror_of Debian)
    security=$(mirror_of Debian-Security)
    [[ $debian$security != *[![:graph:]]* ]] || die "the archive's address in apt's sources has spaces or control characters"
    [[ $debian ]] ||
        die "this machine's apt has no Debian archive: add one to its sources and run 'apt-get update' as root"

    write_apt_conf
    : >"$cache/apt/sources.list"
    add_sources "$debian" "${main_suites[@]}"
    if [[ $security ]]; then
        suites+=("${security_suites[@]}")
        add_sources "$security" "${security_suites[@]}"
    else
        warn "this machine's apt has no Debian-Security archive, so these suites are omitted: ${security_suites[*]}"
    fi
    say "updating the index of ${#suites[@]} suites (40 MB the first time)"
    need_space 300
    update_suites "${suites[@]}" || return 1

    # The archive itself says which suite is stable. If none of the above is,
    # Debian has made a release since this list was written. (No grep -q: it would
    # stop reading, and apt-get would fail with a broken pipe.)
    if ! apt-get -c "$conf" indextargets --format '$(SUITE)' | grep -x stable >/dev/null; then
        add_sources "$debian" stable stable-updates stable-backports
        [[ ! $security ]] || add_sources "$security" stable-security
        update_suites stable || true
    fi
    write_index
}

# Later look-ups should not need apt, which takes a second: a small table is enough.
write_index() {
    local packages pattern="^linux-(image|binary)-[0-9]+[.][0-9]+[.][0-9].*-cloud-$arch\$"
    mapfile -t packages < <(apt-cache -c "$conf" pkgnames linux- | grep -E "$pattern")
    ((${#packages[@]})) || die "the archive's index has no cloud kernel for $arch"
    {
        apt-get -c "$conf" indextargets --format '$(RELEASE) $(SUITE)' >"$tmp/suites" &&
            apt-cache -c "$conf" madison "${packages[@]}" >"$tmp/madison" &&
            apt-cache -c "$conf" show "${packages[@]}" >"$tmp/show"
    } 2>"$tmp/log" 9>&- || die "cannot read the archive's index: $(tail -n 1 "$tmp/log")"
    # From 6.19 on, linux-image-* is an empty package and linux-binary-* has the
    # image: if there is a linux-binary-*, use it.
    awk -v OFS='\t' '
        FILENAME ~ /suites$/ { if ($2 ~ /^stable(-security|-updates)?$/) stable[$1] = 1; next }
        FILENAME ~ /madison$/ {
            suite = $6; sub("/.*", "", suite); key = $1 " " $3
            if (suite in stable) channel[key] = "stable"
            if (!index("," suites[key] ",", "," suite ","))
                suites[key] = suites[key] (suites[key] ? "," : "") suite
            next
        }
        $1 == "Package:" { package = $2 }
        $1 == "Version:" { version = $2 }
        $1 == "Size:" {
            release = package; binary = sub(/^linux-binary-/, "", release); sub(/^linux-image-/, "", release)
            # The upstream version is in the version only: 6.1.0-56-cloud-amd64 is 6.1.192-2.
            upstream = version; sub(/-[^-]*$/, "", upstream); split(upstream, part, ".")
            key = package " " version; id = release " " version
            if (binary || !(id in row))
                row[id] = release OFS version OFS suites[key] OFS $2 OFS package OFS \
                    (key in channel ? "stable" : "-") OFS upstream OFS part[1] "." part[2]
        }
        END { for (id in row) print row[id] }
    ' "$tmp/suites" "$tmp/madison" "$tmp/show" | valid_rows >"$tmp/index.tsv" &&
        mv "$tmp/index.tsv" "$cache/index.tsv" || cannot_write
    # shellcheck disable=SC2034 # read by fetch-kernel
    index_broken=''
}
