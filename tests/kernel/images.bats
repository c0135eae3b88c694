#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Kernels in the files that people have, and the form in which they are started. What is refused:
# tests/cli/vm.bats.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.12; do
		ln -s "$("$repo/scripts/fetch-kernel" "$kernel")" "vmlinuz-$kernel"
	done
	mkdir -p bin cache
	ln -s "$repo/scripts/qemu-wrapper" bin/qemu-system-x86_64
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	export XDG_CACHE_HOME=$PWD/cache PATH=$PWD/bin:$PATH QEMU_LOG=$PWD/started
	rm -f started
}

# rows RUN: each backend's overhead.
rows() {
	jq -c '.summary.rows[] | [.backend, .control, .overhead_in_unit]' "$1/result.json" | sort
}

@test "a bzImage is unpacked on the host, and costs what it does when it unpacks itself" {
	expect 0 "$HOOKBENCH" run -q --fresh-boot --kernel ./vmlinuz-6.12 --backends all --rounds 1 -o unpacked
	grep -- "-kernel /proc/self/fd/" started
	[ "$(find cache/hookbench/unpacked -name '6.12*.unpacked' | wc -l)" -eq 1 ]
	BZIMAGE=$PWD/vmlinuz-6.12 expect 0 "$HOOKBENCH" run -q --fresh-boot --kernel ./vmlinuz-6.12 --backends all --rounds 1 -o packed
	grep -- "-kernel $PWD/vmlinuz-6.12 " started
	diff <(rows packed) <(rows unpacked)
	[ "$(rows packed | wc -l)" -ge 15 ]
	# Neither took a snapshot, and both say that they booted.
	[ -z "$(find cache/hookbench/snapshots -type f 2>/dev/null)" ]
	jq -e '.snapshot == null' packed/result.json unpacked/result.json
}

@test "vmlinux, a package, a unified kernel image and a compressed image boot" {
	image=$(readlink -f vmlinuz-5.10)
	"$HOOKBENCH" boot -q --kernel ./vmlinuz-5.10
	sed 1d cache/hookbench/unpacked/5.10*.unpacked | zstd -dcq >vmlinux
	[ "$(head -c 4 vmlinux | tail -c 3)" = ELF ]
	mkdir -p tree/boot tree/DEBIAN
	printf 'Package: linux-image\nVersion: 1\nArchitecture: amd64\nMaintainer: x\nDescription: x\n' >tree/DEBIAN/control
	cp "$image" tree/boot/vmlinuz-5.10
	dpkg-deb -Zxz -z1 --root-owner-group --build tree linux-image.deb
	# A program for EFI whose only section is the kernel.
	printf '%b' "MZ$(printf '\\0%.0s' {1..58})\x80" >uki
	truncate -s 128 uki
	size=$(printf '%08x' "$(stat -c %s "$image")")
	little="\x${size:6:2}\x${size:4:2}\x${size:2:2}\x${size:0:2}"
	printf '%b' "PE\0\0\x64\x86\x01$(printf '\\0%.0s' {1..17}).linux\0\0$little\0\0\0\0$little\0\x02\0\0" >>uki
	truncate -s 512 uki
	cat "$image" >>uki
	zstd -q "$image" -o vmlinuz.zst
	for file in vmlinux linux-image.deb uki vmlinuz.zst; do
		rm -f started
		expect 0 "$HOOKBENCH" boot -q --kernel ./$file
		grep -- "-kernel " started
	done
}

@test "a run says when the snapshot was taken that it continued from" {
	expect 0 "$HOOKBENCH" run --kernel ./vmlinuz-5.10 --backends kprobe --rounds 1 -o first
	no grep -q "continued from" <<<"$output"
	jq -e '.snapshot == null' first/result.json
	expect 0 "$HOOKBENCH" run --kernel ./vmlinuz-5.10 --backends kprobe --rounds 1 -o second
	says "continued from a snapshot of $(date -u +%Y)-"
	jq -e '.snapshot | fromdateiso8601 <= now' second/result.json
	diff <(rows first) <(rows second)
	expect 0 "$HOOKBENCH" run --fresh-boot --kernel ./vmlinuz-5.10 --backends kprobe --rounds 1 -o third
	jq -e '.snapshot == null' third/result.json
	expect 0 "$HOOKBENCH" cache
	says "snapshots" "unpacked"
	expect 0 "$HOOKBENCH" cache snapshots
	says "5.10"
}
