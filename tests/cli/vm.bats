#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What can go wrong with a VM, mostly shown with a script in QEMU's place; the real one is used in
# tests/kernel.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	fake_image image
	# A time that no other process sleeps.
	nap=1000.$$$BATS_TEST_NUMBER
}

@test "an image that is none, cannot be read, or is not there" {
	echo "not a kernel" >text
	expect 2 "$HOOKBENCH" run --kernel ./text
	says "./text is not a kernel image" "vmlinuz"
	expect 2 "$HOOKBENCH" run --kernel /nowhere/vmlinuz
	says "cannot read the kernel image /nowhere/vmlinuz: No such file"
	expect 2 "$HOOKBENCH" run --kernel .
	says "." "Is a directory"
	: >empty
	expect 2 "$HOOKBENCH" boot --kernel empty
	says "empty is not a kernel image"
}

@test "a version that there is not" {
	expect 2 env XDG_CACHE_HOME="$BATS_TEST_TMPDIR" "$HOOKBENCH" run --kernel not-a-version
	says "fetch-kernel: 'not-a-version' is not a kernel's name"
	[ "${#lines[@]}" -eq 1 ]
}

@test "no QEMU" {
	mkdir empty
	expect 2 env PATH="$PWD/empty" "$HOOKBENCH" run --kernel ./image
	says "no qemu-system-x86_64 on this machine" "scripts/setup"
}

@test "a QEMU that refuses: its own words are shown" {
	fake_qemu 'echo "unable to find CPU model" >&2; exit 1'
	expect 2 "$HOOKBENCH" run --kernel ./image --cpu-model nonsense
	says "ended while it booted: QEMU ended with status 1" "| unable to find CPU model"
}

@test "a kernel that panics while it boots: the reason is told" {
	fake_qemu "$find_lines"'
echo "[ 1.0] Kernel panic - not syncing: VFS: no root" >"$console"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo "[ 1.$i] trace $i" >"$console"; done'
	expect 2 "$HOOKBENCH" run --kernel ./image
	says "ended while it booted: Kernel panic - not syncing: VFS: no root" "trace 20"
	no says "trace 2"$'\n'
}

@test "a guest that never reports is ended after --timeout" {
	fake_qemu 'exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image --timeout 1
	says "has not booted for 1 seconds" "--timeout"
	no pgrep -f "sleep $nap"
}

@test "a guest that reports and then is silent is ended after --timeout" {
	fake_qemu "$find_lines"'
echo "{\"hello\": \"1.0\"}" >"$channel"
exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image --timeout 1
	says "has said nothing for 1 seconds"
}

@test "a guest that dies half-way" {
	fake_qemu "$find_lines"'
echo "{\"hello\": \"1.0\"}" >"$channel"
kill -9 $$'
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "ended before it had answered: QEMU was killed by signal 9"
	[ ! -e out ]
}

@test "a guest that talks nonsense, and an answer that is no run" {
	fake_qemu "$find_lines"'
head -c 100000 /dev/urandom >"$channel"
echo >"$channel"
echo "{\"progress\": 3}" >"$channel"
echo "{\"log\": [9999, \"of no level\"]}" >"$channel"
echo "{\"log\": [1, \"a warning of the guest\"]}" >"$channel"
echo "{\"reply\": {\"schema\": \"hookbench/9\"}}" >"$channel"
exec sleep '"$nap"
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	says "warning: a warning of the guest" 'its schema is "hookbench/9"'
	[ ! -e out ]
}

@test "QEMU ends with hookbench: on SIGTERM, and on SIGKILL" {
	fake_qemu 'exec sleep '"$nap"
	for number in 15 9; do
		"$HOOKBENCH" run --kernel ./image 2>/dev/null &
		pid=$!
		wait_for pgrep -f "sleep $nap"
		kill -$number $pid
		wait $pid || true
		wait_until_not pgrep -f "sleep $nap"
	done
}

@test "--accel kvm without KVM says so; auto goes on with exact mode" {
	fake_qemu 'case "$*" in *"-accel kvm"*) echo "no KVM here" >&2; exit 1 ;; esac
echo "$@" >'"$BATS_TEST_TMPDIR"'/words; exit 0'
	expect 2 "$HOOKBENCH" run --kernel ./image --accel kvm
	says "KVM" "--accel"
	expect 2 "$HOOKBENCH" run --kernel ./image --accel auto
	says "KVM does not work here" "--accel exact"
	grep -q -- "-icount shift=0,sleep=off" words
}
