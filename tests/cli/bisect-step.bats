#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016,SC2028 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154 # set by bats, or by support.bash
# `hookbench bisect-step` with a script in QEMU's place. Real kernels are bisected in tests/kernel.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	cp "$repo/tests/cli/data/run.json" good.json
}

# step KERNEL [OPTION...]
step() {
	"$HOOKBENCH" bisect-step --kernel "$@" --backend kprobe --good good.json
}

costlier_by() {
	kernel new '.plan.backends = ["none", "kprobe"] | .trials |= map(select(.backend | IN("none", "kprobe")) | if .backend == "kprobe" then .operation.mode += '"$1"' else . end)'
}

@test "0 is good, 1 is bad" {
	costlier_by 0
	expect 0 step ./new
	[ "$output" = "kprobe: 373 -> 373 instructions (0): good" ]
	costlier_by 1
	expect 1 step ./new
	[ "$output" = "kprobe: 373 -> 374 instructions (+1): bad" ]
	expect 0 step ./new --max-increase 1
	costlier_by -9
	expect 0 step ./new
}

@test "only the one backend is measured, by the plan and in the VM of the good run" {
	costlier_by 0
	jq '.plan.cycles = 777 | .plan.seed = 5 | .vm.cpu_model = "EPYC" | .vm.append = "mitigations=off"' good.json >changed
	mv changed good.json
	echo 'echo "$request" >'"$PWD"'/request' >answers/new.sh
	expect 0 step ./new -o stored
	[ "$(jq -c '.run.plan | [.backends, .cycles, .rounds, .seed]' request)" = '[["none","kprobe"],777,2,5]' ]
	[ "$(jq -c '[.vm.cpu_model, .vm.append]' stored/result.json)" = '["EPYC","mitigations=off"]' ]
}

@test "an answer that cannot be written is none" {
	costlier_by 0
	expect 128 bash -c '"$HOOKBENCH" bisect-step --kernel ./new --backend kprobe --good good.json >/dev/full'
	says "cannot write the results"
}

@test "another ruler is warned of" {
	costlier_by 0
	jq '.tool.programs.kprobe = "crc32:0"' good.json >changed
	mv changed good.json
	expect 0 step ./new
	says "warning: program.kprobe differs from the good run's"
}

@test "128: this machine failed, which says nothing of the commit" {
	costlier_by 0
	echo 'kill -9 $$' >answers/new.sh
	expect 128 step ./new
	says "QEMU was killed by signal 9"
}

@test "125: does not boot, does not attach, the data are inconclusive" {
	kernel new .
	echo 'exit 0' >answers/new.sh
	expect 125 step ./new
	says "ended before it answered"
	kernel panics .
	echo 'echo "Kernel panic - not syncing: oops" >&2; exit 0' >answers/panics.sh
	expect 125 step ./panics
	kernel silent .
	echo 'exec sleep 9' >answers/silent.sh
	expect 125 step ./silent --timeout 1
	kernel lacks '.trials |= map(select(.backend != "kprobe")) | .backends |= map(if .backend == "kprobe" then .available = false | .reason = "no kprobes" else . end)'
	expect 125 step ./lacks
	says "cannot be judged: it does not attach on the new kernel: no kprobes"
	kernel none '.error = 95 | .trials = [] | .backends |= map(.available = false | .reason = "no BPF")'
	expect 125 step ./none
	kernel invalid '.trials[0].hits = 999'
	expect 125 step ./invalid
	says "this kernel cannot be judged: the new run is invalid"
}

@test "128, which ends bisecting: what is wrong for every kernel" {
	costlier_by 0
	expect 128 "$HOOKBENCH" bisect-step --kernel ./new
	says "name the kernel, the backend or your program, and the good run"
	expect 128 step ./missing
	says "cannot read the kernel image"
	expect 128 step ./good.json
	says "is not a kernel image"
	expect 128 step ./new --max-increase x
	expect 128 step ./new --timeout x
	expect 128 step ./new --colour
	expect 128 "$HOOKBENCH" bisect-step --kernel ./new --backend kprobe --good missing.json
	says "cannot read the stored run missing.json"
	expect 128 "$HOOKBENCH" bisect-step --kernel ./new --backend none --good good.json
	says 'has no overhead of "none"'
	expect 128 "$HOOKBENCH" bisect-step --kernel ./new --backend kporbe --good good.json
	says 'has no overhead of "kporbe"'
	expect 128 step ./new --max-increase lock=0
	says "use one of: lines, pages"
	expect 128 step ./new --max-increase locked=0
	says "has no drivers.json"
	expect 128 step ./new -o .
	says "cannot store the run"
	for filter in '.vm = null' '.vm.accelerator = "warp"' '.vm = {}' '.trials[0].hits = 999' '.plan.workload = "none"'; do
		jq "$filter" "$repo/tests/cli/data/run.json" >good.json
		expect 128 step ./new
		[ "${#lines[@]}" -eq 1 ]
	done
	mkdir empty
	cp "$repo/tests/cli/data/run.json" good.json
	expect 128 env PATH="$PWD/empty" "$HOOKBENCH" bisect-step --kernel ./new --backend kprobe --good good.json
	says "no qemu-system-x86_64"
}
