#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A product of options on a real kernel: which mitigations each combination had, and what they cost.

load ../cli/support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# overhead BACKEND FOLDER
overhead() {
	jq ".summary.rows[] | select(.backend == \"$1\" and (.control | not)) | .overhead_in_unit" "$2/result.json"
}

# fact VULNERABILITY FOLDER: what the guest's kernel said of it.
fact() {
	jq -r ".environment.mitigations.$1" "$2/result.json"
}

@test "workloads as an axis cost what each costs alone" {
	image=$("$repo/scripts/fetch-kernel" 6.12)
	expect 0 "$HOOKBENCH" run --kernel "$image" --rounds 1 --workload getpid,user-call,rename -o out
	for workload in getpid user-call; do
		expect 0 "$HOOKBENCH" run -q --kernel "$image" --rounds 1 --workload $workload -o alone-$workload
		for folder in out/workload-$workload alone-$workload; do
			jq -c '[.target, .plan, [.summary.rows[] | [.backend, .control, .cost_in_unit, .overhead_in_unit, .hits]]]' "$folder/result.json"
		done | uniq | wc -l >lines
		[ "$(cat lines)" -eq 1 ]
	done
	# One that calls the target, and one that does not.
	expect 3 "$HOOKBENCH" run --kernel "$image" --backends fentry --rounds 1 --workload create-unlink,getpid --target vfs_unlink -o target
	says "create-unlink  7," "getpid: not measured: no hook attaches and is hit: 0 hits: the workload getpid does not call vfs_unlink"
}

@test "two CPU models with and without mitigations: what each had, and what it costs" {
	image=$("$repo/scripts/fetch-kernel" 7.3)
	expect 0 "$HOOKBENCH" run --kernel "$image" --backends kprobe,fentry --rounds 1 \
		--cpu-model qemu64,EPYC-Rome --append '' --append mitigations=off -o out
	says "cpu-model  append " "EPYC-Rome  mitigations=off"
	[ "$(jq -s '[.[].summary.valid] | all' out/*/result.json)" = true ]
	qemu64=out/cpu-model-qemu64,append-
	rome=out/cpu-model-EPYC-Rome,append-
	[[ $(jq -r .environment.cpu_model ${rome}none/result.json) == *EPYC-Rome* ]]
	[[ $(jq -r .environment.cpu_model ${qemu64}none/result.json) == *"QEMU Virtual CPU"* ]]
	# AMD's own trouble, which that model has and the other does not.
	[[ $(fact spec_rstack_overflow ${rome}none) != "Not affected" ]]
	[[ $(fact spec_rstack_overflow ${rome}mitigations=off) == Vulnerable* ]]
	[ "$(fact spec_rstack_overflow ${qemu64}none)" = "Not affected" ]
	[[ $(fact spectre_v2 ${qemu64}none) == Mitigation* ]]
	[[ $(fact spectre_v2 ${qemu64}mitigations=off) == Vulnerable* ]]
	for backend in kprobe fentry; do
		# Returns are dear on this model, and no model is dear without mitigations.
		[ "$(overhead $backend ${rome}none)" -gt "$(overhead $backend ${rome}mitigations=off)" ]
		[ "$(overhead $backend ${rome}none)" -gt "$(overhead $backend ${qemu64}none)" ]
		[ "$(overhead $backend ${rome}mitigations=off)" -eq "$(overhead $backend ${qemu64}mitigations=off)" ]
	done
}
