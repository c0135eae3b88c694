#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts expand in the fresh Debian, not here
# shellcheck disable=SC2153,SC2154 # set by bats, by support.bash, or by scripts/test-package
# hookbench's Debian package in a fresh Debian, whose release is SUITE: built, installed, run and removed. Needs root,
# and Debian's archive, as this machine's apt knows it.

load ../cli/support

setup_file() {
	needs_root
	command -v debootstrap >/dev/null || skip "debootstrap is not installed: scripts/setup package"
	unshare --mount true || skip "mounts of its own are not possible here"
	# shellcheck source=scripts/debian-archive.bash
	. "$repo/scripts/debian-archive.bash"
	local debian security
	debian=$(mirror_of Debian)
	security=$(mirror_of Debian-Security)
	[ -n "$debian" ] || skip "this machine's apt has no Debian archive"
	export fresh=$BATS_FILE_TMPDIR/fresh
	debootstrap --variant=minbase "$SUITE" "$fresh" "$debian" >"$BATS_FILE_TMPDIR/log" 2>&1 ||
		skip "no $SUITE from $debian: $(tail -n 1 "$BATS_FILE_TMPDIR/log")"
	echo "deb $debian $SUITE main
deb $debian $SUITE-updates main
${security:+deb $security $SUITE-security main}" >"$fresh/etc/apt/sources.list"
	in_root "$fresh" 'apt-get update -q && useradd -m somebody'
}

# in_root ROOT SCRIPT: with mounts that end with it.
in_root() {
	unshare --mount --propagation private bash -euc '
		mount -t proc proc "$1/proc"
		for folder in sys dev; do mount --rbind "/$folder" "$1/$folder"; done
		cp -L /etc/resolv.conf "$1/etc/resolv.conf"
		exec chroot "$1" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
			bash -euc "$2"
	' in_root "$1" "$2" 3>&-
}

as_somebody() {
	in_root "$fresh" "cd /home/somebody && exec setpriv --reuid=somebody --regid=somebody --init-groups \
		env HOME=/home/somebody bash -euc '$1'"
}

# What is there, but for apt's and dpkg's own notes.
everything() {
	find "$fresh" -xdev \( -path "$fresh/var/lib/dpkg" -o -path "$fresh/var/lib/apt" -o -path "$fresh/var/cache/apt" -o -path "$fresh/var/log" \
		-o -path "$fresh/home" -o -path "$fresh/root" -o -path "$fresh/tmp" \) -prune -o ! -type d -printf '%P %s %m %l\n' -o -printf '%P %m\n' | sort
}

# The last test's package.
package() { echo "$BATS_FILE_TMPDIR"/packages/hookbench_*.deb; }

@test "is built there, with what setup installs, and lintian finds nothing" {
	local root=$BATS_FILE_TMPDIR/build
	cp -a "$fresh" "$root"
	mkdir "$root/root/hookbench" "$BATS_FILE_TMPDIR/packages"
	cd "$repo"
	git ls-files -z | tar -c --null --files-from=- | tar -x --no-same-owner -C "$root/root/hookbench"
	expect 0 in_root "$root" 'cd /root/hookbench && scripts/package /root/packages'
	mv "$root/root/packages"/* "$BATS_FILE_TMPDIR/packages"
	rm -rf "$root"
	# Without lintian, or with its own library of statistics, it would be another one.
	expect 0 dpkg-deb -f "$(package)" Version Depends
	[[ $output == *~deb[0-9]*libgsl* ]]
}

@test "installs with few packages, and measures as a normal user" {
	cp "$(package)" "$fresh/root"
	expect 0 in_root "$fresh" 'cd /root && apt-get install -y --no-install-recommends ./hookbench_*.deb qemu-system-x86'
	local need
	need=$(sed -n 's/^Need to get \([0-9.]*\) MB.*/\1/p' <<<"$output")
	echo "# $SUITE: $need MB of packages" >&3
	# With the 55 MB of a kernel and the archive's index, less than 120.
	[ "${need%.*}" -lt 60 ]
	no grep -r hookbench "$fresh/var/lib/dpkg/info" --include='*.postinst' --include='*.triggers' -l
	expect 0 as_somebody 'hookbench run --kernel 6.12 --backends fentry,kprobe --rounds 1 --cycles 200 -o one'
	says "fentry" "kprobe"
	# The plugin of QEMU, the guest and the program belong together: the parts add up.
	expect 0 as_somebody 'hookbench explain --kernel 6.12 --backends fentry --drivers'
	says "fentry, by function"
	expect 0 as_somebody 'hookbench report one -o page && test -s page/report.html'
}

@test "costs what this tree's build says, to the instruction" {
	local image
	image=$(echo "$fresh"/home/somebody/.cache/hookbench/kernels/vmlinuz-6.12*)
	expect 0 "$HOOKBENCH" run -q --kernel "$image" --backends fentry,kprobe --rounds 1 --cycles 200 -o "$BATS_TEST_TMPDIR/own"
	diff <(overheads "$BATS_TEST_TMPDIR/own") <(overheads "$fresh/home/somebody/one")
}

overheads() { jq -c '.summary.rows[] | [.backend, .overhead_in_unit]' "$1/result.json"; }

@test "removed, nothing is left of it" {
	# The folders that the hook of kernel packages is put into may be left, as others' hooks go there.
	in_root "$fresh" '/usr/libexec/hookbench/kernel-hook --install && dpkg --purge hookbench'
	everything >"$BATS_TEST_TMPDIR/before"
	no grep hookbench "$BATS_TEST_TMPDIR/before"
	in_root "$fresh" 'dpkg --install /root/hookbench_*.deb'
	grep -q "^usr/bin/hookbench " <(everything)
	as_somebody 'hookbench run -q --kernel 6.12 --backends fentry --rounds 1 --cycles 100 -o two'
	in_root "$fresh" '/usr/libexec/hookbench/kernel-hook --install'
	expect 0 in_root "$fresh" 'dpkg --purge hookbench'
	everything | diff "$BATS_TEST_TMPDIR/before" -
}
