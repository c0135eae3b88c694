#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts expand in the copy of the machine, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What is really installed, in a copy of the machine's files that only the test sees, and that goes away with it:
# Debian's newest kernel package for this machine, with the hook in place; and hookbench's own package.

load ../cli/support

# Older than what any supported Debian installs, so never the same image.
base_kernel=5.10

setup_file() {
	export shared=$BATS_FILE_TMPDIR/shared copy=$BATS_FILE_TMPDIR/copy why_not=''
	mkdir "$shared" "$copy"
	why_not=$(cannot)
	[ -z "$why_not" ] || return 0
	base=$("$BATS_TEST_DIRNAME/../../scripts/fetch-kernel" "$base_kernel")
	cp "$base" "$shared"
	base=/mnt/${base##*/}
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$shared/local" >/dev/null
	download_packages
	host_files >"$BATS_FILE_TMPDIR/before"
	export base release
}

setup() {
	[ -z "$why_not" ] || skip "$why_not"
	cd "$BATS_TEST_TMPDIR" || return
	rm -rf "$shared/state"
}

# Why the test is not possible here, if it is not.
cannot() {
	[ "$(id -u)" -eq 0 ] || { echo "needs root" && return; }
	[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || { echo "needs Debian on amd64" && return; }
	in_copy 'test -s /var/lib/dpkg/status' >&2 || echo "overlay mounts of / are not possible here, or do not hold /var"
}

# in_copy SCRIPT: runs it in an overlay of /, whose changes are kept in memory and end with it. What is
# handed in and out is in /mnt.
in_copy() {
	unshare --mount bash -euc '
		mount -t tmpfs none "$1"
		mkdir "$1"/{upper,work,root}
		mount -t overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
		for folder in proc sys dev; do mount --rbind "/$folder" "$1/root/$folder"; done
		mount --bind "$2" "$1/root/mnt"
		exec chroot "$1/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive INITRD=No \
			base="$4" release="$5" bash -euc "$3"
	' in_copy "$copy" "$shared" "$1" "${base-}" "${release-}" 3>&-
}

# With lists of its own: the machine's may be old, and stay as they are.
apt() {
	"apt-$1" -q -o Dir::State::lists="$shared/apt/lists" -o Dir::Cache="$shared/apt/cache" \
		-o Dir::Cache::archives="$shared/packages" -o APT::Sandbox::User=root "${@:2}"
}

# The kernel's, and what its installation calls. Not the initramfs's maker: the VM has one of its own.
download_packages() {
	local names
	mkdir -p "$shared/apt/lists/partial" "$shared/apt/cache" "$shared/packages/partial"
	apt get update
	names=$(apt cache depends linux-image-cloud-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-[0-9]/ { print $2 }')
	release=${names#linux-image-}
	# From 6.19 on, the image is in a package of its own.
	names+=" $(apt cache depends "$names" | awk '$1 == "Depends:" && $2 ~ /^linux-(base|binary|modules)-[0-9]/ { print $2 }')"
	cd "$shared/packages" || return
	# shellcheck disable=SC2086
	apt get download $names
	apt get install --yes --download-only --no-install-recommends kmod linux-base
}

host_files() {
	find /boot /usr/lib/modules /etc/kernel /etc/default /var/lib/hookbench /var/lib/dpkg/status /usr/local/bin \
		-printf '%p %s %T@\n' 2>/dev/null | sort
}

# The machine's own hooks, such as a boot loader's, have no place in the copy.
prepare='rm -rf /etc/kernel/*.d /var/lib/hookbench /etc/default/hookbench-kernel-hook
cp -r /mnt/local/. /usr/local
/usr/local/libexec/hookbench/kernel-hook --install
printf "%s\n" "BASE_IMAGE=$base" "TIME_LIMIT=1200" >>/etc/default/hookbench-kernel-hook'
install='dpkg -i --force-depends /mnt/packages/*.deb
dpkg-query --show --showformat "\${db:Status-Status}\n" "linux-image-$release" | grep -x installed
cp -r /var/lib/hookbench /mnt/state'

# The lines of the hook in the last output, into hook_lines; they are three.
three_lines() {
	mapfile -t hook_lines < <(grep '^hookbench: ' <<<"$output")
	[ "${#hook_lines[@]}" -eq 3 ] || {
		echo "${#hook_lines[@]} lines instead of three in:"
		echo "$output"
		return 1
	}
	[ "${hook_lines[0]}" = "hookbench: new kernel $release compared with $base" ]
	[ "${hook_lines[2]}" = "hookbench: report: /var/lib/hookbench/reports/$release.txt" ]
}

@test "a kernel's installation reports what its hooks cost, and nothing else changes" {
	expect 0 in_copy "$prepare"$'\n'"$install"
	three_lines
	[[ ${hook_lines[1]} =~ ^hookbench:\ (regression|no\ regression:) ]]
	# The report says the same, and how it came to be.
	diff <(head -n 2 "$shared/state/reports/$release.txt") <(printf '%s\n' "${hook_lines[@]:0:2}")
	output=$(cat "$shared/state/reports/$release.txt")
	says "new image: /boot/vmlinuz-$release" "base image: $base" "called by: postinst.d" "kprobe" "fentry" " -> "
	[ "$(find "$shared/state/runs" -name result.json | wc -l)" -eq 2 ]
	[ "$(jq -r .environment.kernel_release "$shared"/state/runs/*/result.json | sort)" = \
		"$(printf '%s\n' "${base#*vmlinuz-}" "$release" | sort)" ]
	no qemu_runs "/boot/vmlinuz-$release"
	no qemu_runs "$base"
	host_files | diff "$BATS_FILE_TMPDIR/before" -
}

@test "the installation succeeds when hookbench does not" {
	expect 0 in_copy "$prepare"$'\n''echo HOOKBENCH=/bin/false >>/etc/default/hookbench-kernel-hook'$'\n'"$install"
	three_lines
	says "no verdict: hookbench ended with status 1"
	host_files | diff "$BATS_FILE_TMPDIR/before" -
}

@test "hookbench's own package is installed, measures, and is removed without a trace" {
	command -v dh >/dev/null || skip "debhelper is not installed: scripts/setup package"
	mkdir tree
	cp -r "$repo"/{debian,docs,bpf,templates,results,README.md,SECURITY.md} tree
	HOOKBENCH_BUILD=$(realpath "$(dirname "$HOOKBENCH")/..") DEB_BUILD_OPTIONS=noautodbgsym \
		make -C tree -f debian/rules binary >log 2>&1 || { cat log && return 1; }
	mv hookbench_*.deb "$shared/hookbench.deb"
	expect 0 dpkg-deb -I "$shared/hookbench.deb"
	says "Depends: debian-archive-keyring, libarchive13" "Recommends: qemu-system-x86"
	expect 0 in_copy 'own() { find /etc /usr /var/lib -iname "*hookbench*" | sort; }
		own >/mnt/before
		dpkg --install /mnt/hookbench.deb
		cd /tmp
		/usr/libexec/hookbench/kernel-hook --install
		/usr/bin/hookbench run -q --fresh-boot --kernel "$base" --backends kprobe --rounds 1 --cycles 100 -o one
		dpkg --purge hookbench
		own | diff /mnt/before -'
	says kprobe
}
