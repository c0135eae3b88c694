#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Where the instructions are spent, on real kernels: parts that make the whole, to the instruction.

load ../cli/support

kernels="5.10 6.12 7.3"
backends=kprobe,kretprobe,fentry,fexit,tp,raw_tp,tp_btf

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in $kernels; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# measure FOLDER OPTION...: a run, and how many seconds it took in FOLDER.seconds.
measure() {
	local folder=$1 started=$EPOCHREALTIME
	shift
	expect 0 "$HOOKBENCH" run -q --cycles 300 -o "$folder" "$@"
	awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }' >"$folder.seconds"
}

# modes FOLDER: the most frequent length of each trial, above that of the first none. The cost of none
# depends on the layout of memory: on 6.12, kmem_cache_free and __check_object_size have taken three
# instructions less with dhash_entries=262144, probably by where the buffer for the name lay.
modes() {
	jq -c '(.trials | map(select(.backend == "none"))[0].operation.mode) as $none |
		[.trials[] | [.round, .backend, .control, .operation.mode - $none]]' "$1/result.json"
}

@test "the plugin changes no length over none, on any kernel" {
	for kernel in $kernels; do
		measure "plain-$kernel" --kernel "$(cat "image-$kernel")" --backends $backends
		measure "explained-$kernel" --kernel "$(cat "image-$kernel")" --backends $backends --explain
		[ "$(modes "plain-$kernel")" = "$(modes "explained-$kernel")" ]
		[ "$(jq -c .summary.rows "plain-$kernel/result.json" | jq 'map(.overhead_in_unit)')" = \
			"$(jq -c .summary.rows "explained-$kernel/result.json" | jq 'map(.overhead_in_unit)')" ]
	done
}

# all_modes FOLDER: the most frequent length of each trial, whole.
all_modes() {
	jq -c '[.trials[] | [.round, .backend, .control, .operation.mode]]' "$1/result.json"
}

# The guest is not asked to explain here, and does the same in both runs: what differs is QEMU's. Low
# numbers of descriptors are hookbench's, which names them to QEMU.
@test "with the plugin, every length is the same as without, also that of none" {
	mkdir -p bin
	# The same text each time, as a snapshot belongs to a QEMU with these bytes; the files are in this folder.
	cat >bin/qemu-system-x86_64 <<-'EOT'
		#!/bin/bash
		PATH=${PATH#*:}
		for a; do case $a in *hookbench-count.so*) echo "$a" >plugin ;; esac; done
		[ -n "$COUNT" ] && [ "$1" != --version ] || exec qemu-system-x86_64 "$@"
		exec qemu-system-x86_64 "$@" -plugin "$(sed 's/output=[0-9]*/output=199/' plugin)" 199>counts
	EOT
	chmod +x bin/qemu-system-x86_64
	PATH=$PWD/bin:$PATH expect 0 "$HOOKBENCH" run -q --kernel "$(cat image-6.12)" --backends none --rounds 1 --explain -o points
	for kernel in $kernels; do
		COUNT=1 PATH=$PWD/bin:$PATH expect 0 "$HOOKBENCH" run -q --kernel "$(cat "image-$kernel")" --backends $backends --cycles 300 -o "beside-$kernel"
		[ "$(grep -c ^trial counts)" -eq 18 ]
		[ "$(all_modes "plain-$kernel")" = "$(all_modes "beside-$kernel")" ]
	done
}

@test "what it costs: at most four times the time (a figure, as machines differ)" {
	for kernel in $kernels; do
		paste "plain-$kernel.seconds" "explained-$kernel.seconds" |
			awk -v k="$kernel" '{ printf "%s: %.1f s, with --explain %.1f s, %.2f times as long\n", k, $1, $2, $2 / $1 }' |
			tee -a "$BATS_TEST_TMPDIR/ratios" >&3
	done
}

@test "the parts add up to the overhead of the run, for every backend and trial" {
	for kernel in $kernels; do
		expect 0 "$HOOKBENCH" explain --format json "explained-$kernel"
		echo "$output" >"explained-$kernel.json"
		[ "$(jq '.backends | length' "explained-$kernel.json")" -eq 8 ]
		jq -e '[.backends[] | .exact and .sum == .overhead and
			(.functions | map(.difference) | add) == .overhead and
			(.groups | add) == .overhead] | all' "explained-$kernel.json"
		# The same from what was stored, for each trial, by another program.
		diff <(jq -c '.summary.rows[] | select(.control | not) | [.backend, .overhead_in_unit]' "explained-$kernel/result.json" | grep -v none | sort) \
			<(jq -c '(.trials | map(select(.round == 1 and .backend == "none"))[0].functions | add) as $none |
				.trials[] | select(.round == 1 and .backend != "none") |
				[.backend, (.functions | add) - $none]' "explained-$kernel/explain.json" | sort)
		jq -e '[.trials[] | .length == (.functions | add)] | all' "explained-$kernel/explain.json"
		jq -e '[.trials[] | select(.stacks) | .length == (.stacks | add)] | all' "explained-$kernel/explain.json"
	done
}

@test "at least nine of ten operations are counted, and few instructions have no name" {
	for kernel in $kernels; do
		jq -e '[.trials[] | .used >= 270 and .same_length >= .used] | all' "explained-$kernel/explain.json"
		jq -e '[.trials[] | .functions["?"] // 0] | max == 0' "explained-$kernel/explain.json"
	done
}

@test "each hook shows what it is made of" {
	for kernel in $kernels; do
		part() {
			jq -e --arg b "$1" --arg f "$2" '.backends[] | select(.backend == $b) | .functions[] |
				select(.function == $f) | .difference > 0' "explained-$kernel.json"
		}
		for backend in kprobe kretprobe fentry fexit tp raw_tp tp_btf; do
			part $backend "[bpf program]"
		done
		part kprobe "[ftrace trampoline]"
		part kprobe kprobe_ftrace_handler
		part fentry "[bpf trampoline]"
		# A trampoline is a caller of the program, and of nothing else that is new.
		jq -e '.trials[] | select(.round == 1 and .backend == "fentry") | .stacks | keys |
			map(test("unlinkat;\\[bpf trampoline\\];\\[bpf program\\]$")) | any' "explained-$kernel/explain.json"
	done
}

@test "stacks are folded for other programs" {
	expect 0 "$HOOKBENCH" explain explained-6.12 --folded folded
	[ "$(find folded -name '*.folded' | wc -l)" -eq 15 ]
	no grep -vE '^[^ ;]([^;]*;)*[^;]+ [0-9]+$' folded/*.folded
	[ "$(awk '{ sum += $NF } END { print sum }' folded/fentry.folded)" -eq \
		"$(jq '.summary.rows[] | select(.backend == "fentry") | .cost_in_unit' explained-6.12/result.json)" ]
}

@test "two kernels: the changes add up to the change of the overhead" {
	expect 0 "$HOOKBENCH" explain --format json explained-6.12 explained-7.3
	echo "$output" >change.json
	for backend in none kprobe kretprobe fentry fexit; do
		jq -e --arg b "$backend" '.backends[] | select(.backend == $b) |
			(.functions | map(.difference) | add) == .difference and .after - .before == .difference' change.json
	done
	# What was a call of migrate_disable is done in place by now.
	jq -e '.backends[] | select(.backend == "fentry") | .functions[] |
		select(.function == "migrate_disable") | .after == 0 and .before > 0' change.json
	expect 0 "$HOOKBENCH" explain explained-6.12 explained-7.3
	says "fentry: " "migrate_enable" "BPF entry and exit"
}

@test "explain measures by itself, and thunks are mitigations" {
	expect 0 "$HOOKBENCH" explain -q --kernel "$(cat image-6.12)" --backends kprobe --rounds 1 \
		--cpu-model EPYC-Rome -o rome
	says "srso_return_thunk" "mitigations" "sum, the overhead of the run"
	[ -e rome/explain.json ]
}

@test "a kernel that hides its addresses is reported" {
	expect 2 "$HOOKBENCH" explain -q --kernel "$(cat image-6.12)" --backends kprobe \
		--append sysctl.kernel.kptr_restrict=2 -o hidden
	says "/proc/kallsyms shows none" "kptr_restrict"
	[ ! -e hidden ]
}
