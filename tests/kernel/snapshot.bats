#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A guest that continues from a snapshot measures what one that has booted does.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 7.3; do
		ln -s "$("$repo/scripts/fetch-kernel" "$kernel")" "$kernel"
	done
	mkdir -p bin cache
	ln -s "$repo/scripts/qemu-wrapper" bin/qemu-system-x86_64
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	export XDG_CACHE_HOME=$PWD/cache PATH=$PWD/bin:$PATH QEMU_LOG=$PWD/started
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
	measure() {
		expect 0 "$HOOKBENCH" run -q --backends all --rounds 1 --cycles 300 "$@"
	}
	for kernel in 5.10 7.3; do
		measure --kernel "./$kernel" -o "booted-$kernel"
		no continued 1
		for time in first second; do
			rm -f started
			measure --kernel "./$kernel" -o "$time-$kernel"
			continued 1
			diff <(rows "booted-$kernel") <(rows "$time-$kernel")
		done
		rm -f started
	done
	[ "$(find $snapshots -name '*.snapshot' | wc -l)" -eq 2 ]
	[ "$(stat -c %a $snapshots)" = 700 ]
}

# What the host does with snapshots does not depend on the kernel: shown on the one that boots fastest.
@test "a snapshot that is damaged, or is none, is removed, and the guest boots" {
	expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o first
	rm -f started
	expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o whole
	# Of the devices' state, at the end; of the memory, in a page and in a hole.
	for damage in 'truncate -s -1' 'truncate -s 100' 'overwrite 100000' 'overwrite 400000000'; do
		continued 1
		file=$(find $snapshots -name "5.10*.snapshot")
		case $damage in
		overwrite*) printf xyz | dd of="$file" bs=1 seek="${damage#* }" conv=notrunc status=none ;;
		*) $damage "$file" ;;
		esac
		rm -rf damaged again
		expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o damaged
		says "cannot be used, and was removed; booting instead"
		jq -e '.snapshot == null' damaged/result.json
		diff <(rows whole) <(rows damaged)
		rm -f started
		expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 -o again
	done
}

# QEMU is stopped while the guest measures.
@test "a guest that continues and then hangs is booted instead, with a new snapshot" {
	file=$(find $snapshots -name "5.10*.snapshot")
	# A new file may have the number of one that was removed.
	old=$(stat -c %z "$file")
	STOP_AT=progress expect 0 "$HOOKBENCH" run -q --kernel ./5.10 --backends kprobe --rounds 1 --cycles 5000 \
		--timeout 40 -o hung
	says "was silent for 40 seconds" "the guest had continued from a snapshot: booting it instead"
	jq -e '.snapshot == null' hung/result.json
	[ "$(stat -c %z "$file")" != "$old" ]
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
	left=$(find full/hookbench/snapshots -type f)
	umount full/hookbench/snapshots
	says "cannot store a snapshot of the guest" "No space left on device"
	[ -z "$left" ]
	diff <(rows whole) <(rows full-run)
}

# A boot and a continuation each; the costs do not depend on the way.
@test "a request is fetched from QEMU's configuration, or comes on the line where the kernel forbids that" {
	mkdir -p heard
	# shellcheck disable=SC2016 # for the script
	printf '#!/bin/bash\nexec %s "$@" < <(tee -a "$QEMU_HEARD")\n' "$(PATH=${PATH#*:} type -P qemu-system-x86_64)" >heard/qemu-system-x86_64
	chmod +x heard/qemu-system-x86_64
	export PATH=$PWD/heard:$PATH QEMU_HEARD=$PWD/sent
	for time in booted continued; do
		rm -f sent
		expect 0 "$HOOKBENCH" run -q --kernel ./7.3 --backends fentry --rounds 1 --cycles 300 -o "fetched-$time"
		grep -qxF '{"fetch":{}}' sent
		no grep -q '"plan"' sent
		rm -f sent
		expect 0 "$HOOKBENCH" run -q --kernel ./7.3 --append lockdown=integrity --backends fentry --rounds 1 --cycles 300 -o "locked-$time"
		grep -q '^{"run":{"plan":' sent
		no grep -q fetch sent
	done
	for run in fetched-continued locked-booted locked-continued; do
		diff <(rows fetched-booted) <(rows "$run")
	done
}
