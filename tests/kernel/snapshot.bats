#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A guest that continues from a snapshot measures what one that has booted does.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.12 7.3; do
		ln -s "$("$repo/scripts/fetch-kernel" "$kernel")" "$kernel"
	done
	# QEMU as it is, which says here how it was started.
	mkdir -p bin cache
	# shellcheck disable=SC2016 # the script's own variables
	printf '#!/bin/bash\nPATH=${PATH#*:}\necho "$*" >>%q\nexec qemu-system-x86_64 "$@"\n' "$PWD/started" >bin/qemu-system-x86_64
	chmod +x bin/qemu-system-x86_64
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	export XDG_CACHE_HOME=$PWD/cache PATH=$PWD/bin:$PATH
	rm -f started
}

snapshots=cache/hookbench/snapshots

# rows RUN: each backend's overhead and hits.
rows() {
	jq -c '.summary.rows[] | [.backend, .control, .overhead_in_unit]' "$1/result.json" | sort
}

continued() {
	[ "$(grep -c -e -incoming started)" -eq "$1" ]
}

@test "all backends cost the same in a guest that has booted and in one that continues" {
	for kernel in 5.10 6.12 7.3; do
		expect 0 "$HOOKBENCH" run -q --kernel "./$kernel" --backends all --rounds 1 -o "booted-$kernel"
		no continued 1
		for time in first second; do
			rm -f started
			expect 0 "$HOOKBENCH" run -q --kernel "./$kernel" --backends all --rounds 1 -o "$time-$kernel"
			continued 1
			diff <(rows "booted-$kernel") <(rows "$time-$kernel")
		done
		rm -f started
	done
	[ "$(find $snapshots -name '*.snapshot' | wc -l)" -eq 3 ]
	[ "$(stat -c %a $snapshots)" = 700 ]
}

# What the host does with snapshots does not depend on the kernel: shown on the one that boots fastest.
@test "a snapshot that is damaged, or is none, is removed, and the guest boots" {
	expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o first
	rm -f started
	expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o whole
	for damage in 'truncate -s -1' 'truncate -s 100' overwrite; do
		continued 1
		file=$(grep -l "\"append\":\"\"" $snapshots/*.snapshot | xargs ls -t | head -1)
		case $damage in
		overwrite) printf x | dd of="$file" bs=1 seek=100000 conv=notrunc status=none ;;
		*) $damage "$file" ;;
		esac
		rm -rf started damaged again
		expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o damaged
		says "cannot be used, and was removed; booting instead"
		no continued 1
		diff <(rows whole) <(rows damaged)
		rm -f started
		expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o again
	done
}

@test "another command line is another guest" {
	expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 --append mitigations=off -o off
	no continued 1
	no diff <(rows off) <(rows whole)
}

@test "a cache that cannot be written to: the run goes on, and says so once" {
	mkdir -p full/hookbench/snapshots
	[ "$(id -u)" -eq 0 ] || skip "needs root, to mount a small disk"
	mount -t tmpfs -o size=1m none full/hookbench/snapshots
	chmod 700 full/hookbench full/hookbench/snapshots
	XDG_CACHE_HOME=$PWD/full expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o full-run
	left=$(find full -type f)
	umount full/hookbench/snapshots
	says "cannot store a snapshot of the guest" "No space left on device"
	[ -z "$left" ]
	diff <(rows whole) <(rows full-run)
}
