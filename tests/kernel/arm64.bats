#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Kernels for arm64, in VMs on whatever machine this is.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$repo/scripts/build-guest" arm64
	export IMAGE IMAGE_OLD
	IMAGE=$("$repo/scripts/fetch-kernel" --arch arm64 6.12)
	IMAGE_OLD=$("$repo/scripts/fetch-kernel" --arch arm64 6.1)
}

setup() {
	[ "$(uname -m)" != aarch64 ] || skip "this machine's own kernels are tested by kernel.bats"
	cd "$BATS_FILE_TMPDIR" || return
}

overheads() {
	jq -c '[.summary.rows[] | select(.reference | not) | [.backend, .overhead_in_unit]]' "$1/result.json"
}

# How far two figures of a backend may differ: a trampoline that calls the function is two
# instructions shorter at some addresses, or four with two programs, and the run says so.
leeway() {
	jq --arg backend "$2" '.backends[] | select(.backend == $backend) | if .varies then 4 else 0 end' "$1/result.json"
}

@test "all hooks that the kernel has are measured, exactly" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends all --drivers -o all
	[ "$(jq -r .environment.architecture all/result.json)" = aarch64 ]
	[ "$(jq -r .vm.cpu_model all/result.json)" = cortex-a72 ]
	jq -e '.summary.valid and .clock.unit == "instructions" and .clock.source == "arch_sys_counter"' all/result.json
	jq -e '[.backends[] | select(.available) | .backend] | contains(["kprobe", "kretprobe", "fentry", "fexit", "tp", "raw_tp", "tp_btf"])' all/result.json
	jq -e '[.trials[] | .operation.mode_exact and .missed // 0 == 0] | all' all/result.json
}

# The parts that explain an overhead are the overhead, and each has a name.
@test "the parts of each hook are the whole" {
	expect 0 "$HOOKBENCH" explain all --format json
	# A trampoline's length depends on an address, so that the rounds of some hooks may differ.
	jq -e '[.backends[] | .exact and .overhead_low <= .sum and .sum <= .overhead_high] | length > 5 and all' <<<"$output"
	jq -e --slurpfile run all/result.json '($run[0].backends | map({(.backend): .varies}) | add) as $varies |
		[.backends[] | select($varies[.backend] | not) | .sum == .overhead] | length > 5 and all' <<<"$output"
	# What a breakpoint costs has a group, too.
	jq -e '.backends[] | select(.backend == "kprobe").groups | .["the rest"] * 5 < .["getting there"]' <<<"$output"
	no grep -q '"?"' all/explain.json
}

@test "what makes them dear adds up, and a kprobe is two breakpoints" {
	expect 0 "$HOOKBENCH" explain --drivers all --format json
	jq -e '[.backends[] | .exact] | length > 5 and all' <<<"$output"
	jq -e '.backends[] | select(.backend == "none").kinds.traps | map_values(.hook) == {svc: 1, eret: 1}' <<<"$output"
	jq -e '.backends[] | select(.backend == "kprobe").drivers | map_values(.difference) |
		.breakpoints == 2 and .entries == 2 and .traps == 4' <<<"$output"
	jq -e '.backends[] | select(.backend == "fentry").drivers | .entries.difference == 0 and .unlocked.hook == 0' <<<"$output"
	jq -e '[.trials[].drivers.other // 0] | max == 0' all/drivers.json
	jq -e '[.trials[] | .drivers.stack > 1000 and .stack_confirmed > 500 and .stack_corrected == 0] | all' all/drivers.json
	# An atomic add is a pair of exclusive instructions here.
	sources=()
	for name in locked lines calls stack stack_less; do sources+=(--program "$repo/tests/kernel/programs/dear_$name.bpf.c"); done
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" "${sources[@]}" --workload create-unlink --cycles 50 --rounds 1 --drivers -o dear
	expect 0 "$HOOKBENCH" explain --drivers dear --format json
	jq -e '.backends | map({(.backend): .}) | add |
		(.dear_locked.kinds.locked | map_values(.difference)) == {ldxr: 5, stxr: 5} and
		.dear_lines.drivers.loads.difference == 17 and .dear_calls.drivers.indirect_calls.difference == 6' <<<"$output"
	# 448 - 40 bytes, of which 16 are the unit.
	jq -e '[.backends[] | select(.backend | IN("dear_stack", "dear_stack_less")).functions[] |
		select(.function == "[bpf program]").drivers.stack.hook] | sort | .[1] - .[0] == 400' <<<"$output"
}

# By another program, with another clock: the CPU's cycles.
@test "an independent program finds the same differences between hooks" {
	"$INDEPENDENT" "$IMAGE" "$repo/build/guest-arm64/independent-guest" >independent.json
	for pair in "kprobe fentry" "kretprobe kprobe" "fexit fentry"; do
		read -r a b <<<"$pair"
		ours=$(overheads all | jq --arg a "$a" --arg b "$b" 'map({(.[0]): .[1]}) | add | .[$a] - .[$b]')
		jq -e --argjson ours "$ours" --argjson leeway "$(leeway all "$a")" ".$a - .$b - \$ours | fabs <= \$leeway" independent.json
	done
}

@test "booted or continued: the same" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends all --rounds 1 --fresh-boot -o booted
	jq -e '.snapshot == null' booted/result.json
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --backends all --rounds 1 -o continued
	jq -e '.snapshot != null' continued/result.json
	while read -r backend here there; do
		jq -ne "$here - $there | fabs <= $(leeway booted "$backend")"
	done < <(jq -r --argjson other "$(overheads continued)" '[., $other] | transpose[] | [.[0][0], .[0][1], .[1][1]] | @tsv' <<<"$(overheads booted)")
	diff <(overheads booted | jq 'map(.[0])') <(overheads continued | jq 'map(.[0])')
}

@test "what a kernel lacks is said by list, and is no result" {
	expect 2 "$HOOKBENCH" list --kernel "$IMAGE_OLD" --backends kprobe,fentry
	says "kprobe" "fentry"
	[[ $output =~ fentry\ +no: ]]
}

@test "a table of both architectures" {
	expect 0 "$HOOKBENCH" run -q --kernel 6.12 --arch x86-64,arm64 --rounds 1 -o both
	says "arch" "x86-64" "arm64"
	[ "$(jq -r .environment.architecture both/arch-arm64/result.json)" = aarch64 ]
	[ "$(jq -r .environment.architecture both/arch-x86-64/result.json)" = x86_64 ]
	expect 3 "$HOOKBENCH" compare both/arch-x86-64 both/arch-arm64
	says "different architecture (x86_64, aarch64)"
}

@test "a program of the user's, compiled for arm64's registers" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --program "$repo/tests/kernel/programs/kprobe.bpf.c" \
		--program "$repo/tests/kernel/programs/fentry.bpf.c" --rounds 1 -o programs
	jq -e '[.summary.rows[] | select(.body_in_unit) | .dispatch_in_unit + .body_in_unit == .overhead_in_unit] | length == 2 and all' programs/result.json
}

@test "commands in a VM are busybox's; trace shows what a program prints" {
	expect 0 "$HOOKBENCH" trace --program "$repo/bpf/examples/unlink.bpf.c" --kernel "$IMAGE" -- \
		sh -c 'touch /tmp/a && rm /tmp/a'
	says "is busybox for arm64 in the guest" "removes /tmp/a" "has removed it: 0"
	expect 0 "$HOOKBENCH" attach kprobe --kernel "$IMAGE" -- rm -f "$BATS_TEST_TMPDIR/none"
	says "hits"
}

@test "what does not fit together is refused" {
	expect 2 "$HOOKBENCH" run --kernel "$IMAGE" --arch x86-64
	says "is a kernel for arm64, not for x86-64"
	expect 2 "$HOOKBENCH" run --kernel "$IMAGE" --cpu-model EPYC
	says 'QEMU has no CPU model "EPYC" for arm64'
	expect 2 "$HOOKBENCH" run --kernel "$IMAGE" --accel kvm
	says "KVM cannot run a kernel for arm64 on this machine"
	cp /bin/true own
	expect 126 "$HOOKBENCH" attach kprobe --kernel "$IMAGE" -- ./own
	says "own is a program for another architecture, and the kernel is for arm64"
	expect 2 "$HOOKBENCH" macro --kernel "$IMAGE" -- rm -f "$BATS_TEST_TMPDIR/none"
	says "hyperfine is a program for another architecture" "busybox has no such command"
	# QEMU for it is not installed.
	mkdir -p bin
	for tool in env bash awk; do ln -sf "$(command -v $tool)" bin/; done
	expect 2 env PATH="$PWD/bin" "$HOOKBENCH" run --kernel "$IMAGE"
	says "there is no qemu-system-aarch64 on this machine" "Debian's package qemu-system-arm"
}

@test "functions in user space: emulated, and single-stepped" {
	for name in nop stp; do
		expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --target "user-call:$name" --payload empty --rounds 1 -o "user-$name"
		jq -e '.summary.valid and ([.trials[] | select(.backend != "none") |
			.proof_expected > 0 and .proof_hits == .proof_expected] | all)' "user-$name/result.json"
		jq -e '[.backends[].available] | length == 5 and all' "user-$name/result.json"
	done
	# As the independent program, which calls it push, has found above.
	[ "$(overheads user-nop | jq 'map({(.[0]): .[1]}) | add | .uprobe')" -eq "$(jq '.["nop uprobe"] - .["nop none"]' independent.json)" ]
	[ "$(overheads user-stp | jq 'map({(.[0]): .[1]}) | add | .uprobe')" -eq "$(jq '.["push uprobe"] - .["push none"]' independent.json)" ]
}

@test "a function of a program, which must be for arm64, too" {
	printf 'int work(int i) { __asm__ volatile(""); return i; }\nint main(void) { for (int i = 0; i < 100; i++) work(i); return 0; }\n' >calls.c
	aarch64-linux-gnu-gcc -O1 -fno-inline -static -o calls calls.c
	expect 0 "$HOOKBENCH" attach uprobe --target ./calls:work --kernel "$IMAGE" --json json -- ./calls
	jq -e '.hook.hits == 100' json
	expect 2 "$HOOKBENCH" attach uprobe --target ./calls:work+2 --kernel "$IMAGE" -- ./calls
	says "in the middle of an instruction: on arm64, each has four bytes"
	gcc -o here calls.c
	expect 2 "$HOOKBENCH" attach uprobe --target ./here:work --kernel "$IMAGE" -- ./calls
	says "the kernel for arm64"
}

# No machine that the tests run on has counters; QEMU's CPUs for arm64 count cycles.
@test "hardware counters are read, and those that are missing are named" {
	expect 0 "$HOOKBENCH" run -q --kernel "$IMAGE" --accel tcg --backends kprobe --rounds 2 --cycles 50 -o counted
	says "CPU counters: - (kernel_instructions" "CPU events per cycle of the workload, user/kernel:"
	jq -e '[.trials[].counters | .kernel_cycles > 0 and .user_cycles > 0 and .kernel_instructions == null] | all' counted/result.json
	jq -e '.environment.counters_missing | startswith("kernel_instructions")' counted/result.json
}
