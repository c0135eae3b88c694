#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The gate of a pull request, with a real program on real kernels: the recipe for a BPF project.

load ../cli/support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir -p bin src base/src
	ln -s "$HOOKBENCH" bin/hookbench
	PATH=$PWD/bin:$PATH
	export GITHUB_STEP_SUMMARY=$PWD/summary GITHUB_OUTPUT=$PWD/outputs GATE_OPTIONS="--workload create-unlink"
	recipe=$repo/templates/github-program.yml
	GATE_PROGRAM=$(sed -n 's/^ *program: //p' "$recipe")
	GATE_BASE_PROGRAM=$(sed -n 's/^ *base-program: //p' "$recipe")
	export GATE_PROGRAM GATE_BASE_PROGRAM GATE_KERNELS="6.12 5.10"
	cp "$repo/bpf/examples/unlink.bpf.c" "$GATE_BASE_PROGRAM"
}

@test "a program that prints one word more is dearer, and the gate closes" {
	sed 's/process %d removes %s/process %d soon removes %s/' "$GATE_BASE_PROGRAM" >"$GATE_PROGRAM"
	expect 1 "$repo/scripts/gate" measure
	grep -qx "verdict=regression" outputs
	[ "$(grep -c 'regression' summary)" -ge 2 ]
	grep -q "<failure" hookbench-gate/6.12/junit.xml
	[ "$(find hookbench-gate -name result.json | wc -l)" -eq 4 ]
	grep -q '^hookbench_body_instructions{kernel="6.12.*backend="mine"} ' hookbench-gate/metrics.txt
}

@test "the same program passes, and a new one has nothing to be compared with" {
	cp "$GATE_BASE_PROGRAM" "$GATE_PROGRAM"
	GATE_KERNELS=6.12 expect 0 "$repo/scripts/gate" measure
	grep -qx "verdict=pass" outputs
	rm "$GATE_BASE_PROGRAM"
	GATE_KERNELS=6.12 GATE_FOLDER=refused expect 2 "$repo/scripts/gate" measure
	says "GATE_BASE_PROGRAM is no file: $GATE_BASE_PROGRAM. If the program is new"
	GATE_ALLOW_NEW=yes GATE_KERNELS=6.12 GATE_FOLDER=new expect 0 "$repo/scripts/gate" measure
	grep -q "6.12: the program is new" summary
	grep -qx "verdict=new" outputs
}

@test "history names the functions behind a change" {
	for kernel in 6.12 6.18; do
		expect 0 "$HOOKBENCH" run -q --kernel $kernel --explain --backends kprobe -o "runs/$kernel"
	done
	expect 0 "$HOOKBENCH" history runs
	says "kprobe: instructions per operation, 1 change in 2 runs"
	# All of them, with their differences, are what explain says; the largest are named.
	note=$(tail -n 1 <<<"$output")
	expect 0 "$HOOKBENCH" explain runs/6.12 runs/6.18 --format csv
	name=$(sed -E 's/.*  ([a-z_.0-9]+) [-+][0-9]+.*/\1/' <<<"$note")
	says "$name"
}
