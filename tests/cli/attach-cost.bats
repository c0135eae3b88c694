#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What attaching costs: usage, and the running kernel, which may refuse all of it. What is measured is in
# tests/kernel/company.bats.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

@test "wrong values are refused before anything is measured" {
	expect 2 "$HOOKBENCH" attach-cost --backends none
	says 'the cost of attaching "none" is not measured; use one of: kprobe, '
	expect 2 "$HOOKBENCH" attach-cost --backends kprobe,
	says 'the cost of attaching "" is not measured'
	expect 2 "$HOOKBENCH" attach-cost --backends kprobe,fentry,kprobe
	says '--backends has the value "kprobe" twice'
	for list in 0 -1 1,1 1,x all,all 1000001 ''; do
		expect 2 "$HOOKBENCH" attach-cost --functions "$list"
		says "--functions"
	done
	expect 2 "$HOOKBENCH" attach-cost --functions 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17
	says "at most 16 numbers"
	expect 2 "$HOOKBENCH" attach-cost --repeats 0
	expect 2 "$HOOKBENCH" attach-cost --repeats 101
	expect 2 "$HOOKBENCH" attach-cost --format yaml
	expect 2 "$HOOKBENCH" attach-cost more
	mkdir full
	touch full/file
	expect 2 "$HOOKBENCH" attach-cost -o full --functions 1
	says "full"
}

@test "its help does not offer several values of what it takes one of" {
	expect 0 "$HOOKBENCH" attach-cost --help
	says "--cpu-model=NAME" "--arch=NAME"
	no says "one run"
	expect 2 "$HOOKBENCH" attach-cost --kernel x --cpu-model EPYC,qemu64
	says "this command takes one value of --cpu-model"
	expect 0 "$HOOKBENCH" run --help
	says "--cpu-model=LIST" "--arch=LIST"
}

@test "on the running kernel: each is measured, or refused with a reason" {
	needs_root
	run "$HOOKBENCH" attach-cost -q --functions 1,2 --repeats 2 --format json
	[ "$status" -eq 0 ] || [ "$status" -eq 2 ]
	if [ "$status" -ne 0 ]; then
		"$HOOKBENCH" attach-cost --functions 1 2>&1 | grep -q "in a VM: --kernel IMAGE"
	fi
	[ "$status" -eq 0 ] || [[ $output == "{"* ]] || skip "this kernel does not list its functions"
	jq -e '.schema == "hookbench-attach-cost/1" and .unit == "nanoseconds" and .vm == null and
		([.trials[] | (.reason == null) != (.attach == null)] | all) and
		([.trials[] | select(.attach) | .attach_ns > 0 and .load_ns > 0] | all)' <<<"$output"
}
