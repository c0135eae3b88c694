#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Hooks on functions in user space, on real kernels.

load ../cli/support

setup() {
	[ "$(uname -m)" = x86_64 ] || skip "the functions are those of x86-64"
	cd "$BATS_FILE_TMPDIR" || return
}

# overhead RUN BACKEND
overhead() {
	jq --arg backend "$2" '.summary.rows[] | select(.backend == $backend).overhead_in_unit' "$1/result.json"
}

@test "each kind of hook that the kernel has is exact, and every call a hit" {
	for kernel in 5.10 7.3; do
		expect 0 "$HOOKBENCH" run -q --kernel "$kernel" --workload user-call --backends all --rounds 1 -o "all-$kernel"
		jq -e '.summary.valid and .target.symbol == "user-call:nop"' "all-$kernel/result.json"
		jq -e '[.trials[] | .hits == .expected_hits and .operation.mode_count > 200] | all' "all-$kernel/result.json"
	done
	jq -e '[.backends[] | select(.available).backend] == ["none", "uprobe", "uretprobe"]' all-5.10/result.json
	jq -e '[.backends[] | select(.available | not).backend] == ["usdt"]' all-7.3/result.json
	says "uprobe.session" "it hooks USDT probes, and user-call:nop has none: use --target user-call:usdt"
	# Call stacks of this program.
	expect 0 "$HOOKBENCH" run -q --kernel 6.12 --workload user-call --backends all --payload stack --rounds 1 -o stacks
	jq -e '[.trials[] | .hits == .expected_hits] | length == 6 and all' stacks/result.json
}

# Other figures of 6.12.118, measured by hand with another payload: nop +1030, push +1122, nop5 +1796, ret +1793,
# and a uretprobe on nop +2063.
@test "what the kernel does with the first instruction decides" {
	for name in nop push nop5 ret mov; do
		expect 0 "$HOOKBENCH" run -q --kernel 6.12 --target "user-call:$name" --backends uprobe,uretprobe \
			--rounds 1 -o "$name"
		[ "$(($(overhead "$name" uretprobe) - $(overhead "$name" uprobe)))" -eq 1033 ]
	done
	nop=$(overhead nop uprobe)
	[ "$(($(overhead push uprobe) - nop))" -eq 92 ]
	[ "$(($(overhead nop5 uprobe) - nop))" -eq 766 ]
	[ "$(($(overhead ret uprobe) - nop))" -eq 763 ]
	[ "$(overhead mov uprobe)" -eq "$(overhead nop5 uprobe)" ]
}

# By a program that is no part of hookbench; its BPF program is as short as the payload empty.
@test "another program that attaches the same way finds the same costs" {
	for kernel in 5.10 6.18; do
		"$INDEPENDENT" "$("$repo/scripts/fetch-kernel" $kernel)" >independent.json
		for name in nop push ret; do
			expect 0 "$HOOKBENCH" run -q --kernel $kernel --target user-call:$name --backends uprobe,uretprobe \
				--payload empty --rounds 1 -o "$name-$kernel"
			[ "$(overhead $name-$kernel uprobe)" -eq "$(jq ".[\"$name uprobe\"] - .[\"$name none\"]" independent.json)" ]
		done
		[ "$(overhead nop-$kernel uretprobe)" -eq "$(jq '.["nop uretprobe"] - .["nop none"]' independent.json)" ]
	done
}

@test "where a call takes the place of a nop, the parts still are the whole" {
	expect 0 "$HOOKBENCH" run -q --kernel 7.3 --target user-call:nop10 --backends all --rounds 1 --explain -o call
	expect 0 "$HOOKBENCH" explain call --format json
	jq -e '[.backends[] | .exact and .sum == .overhead] | length == 6 and all' <<<"$output"
	# Nearly all functions have a group.
	jq -e '.backends[] | select(.backend == "uprobe").groups | .["the rest"] * 6 < .["getting there"]' <<<"$output"
	[ "$(overhead call uprobe)" -lt 1300 ]
}

# By libbpf's perf event, or its link for many functions, whichever it has: then the hook is that of a backend.
is_a_uprobe() {
	local usdt
	usdt=$(overhead "$1" usdt)
	[ "$usdt" -eq "$(overhead "$1" uprobe)" ] || [ "$usdt" -eq "$(overhead "$1" uprobe.multi)" ]
}

@test "a USDT probe costs what a uprobe in its place costs, and its argument is read" {
	expect 0 "$HOOKBENCH" run -q --kernel 5.10 --target user-call:usdt-semaphore --backends all --payload count,usdt-arg \
		--rounds 1 -o guarded
	local count=guarded/payload-count arg=guarded/payload-usdt-arg
	is_a_uprobe "$count"
	jq -e '.summary.valid and ([.trials[] | .hits == .expected_hits] | all)' "$count/result.json" "$arg/result.json"
	jq -e '[.backends[] | select(.available).backend] == ["none", "usdt"]' "$arg/result.json"
	# There are no cookies: the argument's place is looked up in a hash map.
	[ "$(($(overhead "$arg" usdt) - $(overhead "$count" usdt)))" -gt 100 ]
	expect 0 "$HOOKBENCH" run -q --kernel 7.3 --target user-call:usdt --backends uprobe,uprobe.multi,usdt \
		--rounds 1 --explain -o plain
	is_a_uprobe plain
	expect 0 "$HOOKBENCH" explain plain --format json
	jq -e '[.backends[] | .exact and .sum == .overhead] | length == 4 and all' <<<"$output"
}

@test "hooks for one process only: what the filter costs" {
	expect 0 "$HOOKBENCH" run -q --kernel 7.3 --target user-call:usdt-semaphore --backends all --pid-filter no,yes --rounds 1 -o filter
	local backend with without
	for backend in uprobe uretprobe uprobe.multi uretprobe.multi uprobe.session usdt; do
		without=$(overhead filter/pid-filter-no $backend) with=$(overhead filter/pid-filter-yes $backend)
		[ "$with" -gt "$without" ]
		[ "$with" -lt "$((without + 100))" ]
	done
	jq -e '.plan.pid_filter and .summary.valid and ([.trials[] | .hits == .expected_hits] | all)' filter/pid-filter-yes/result.json
	jq -e '.plan.pid_filter == false' filter/pid-filter-no/result.json
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --backends kprobe --pid-filter yes
	says "it hooks the kernel, where there is no pid filter"
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --workload user-call --pid-filter 12
	says '--pid-filter takes no, yes, or no,yes for a run each, not "12"'
}

@test "hooks of the kernel and of user space are not mixed up" {
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --backends uprobe -o no
	says "it hooks functions in user space, and this one is the kernel's"
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --workload user-call --backends kprobe,tp -o no
	says "it hooks the kernel, and this workload calls a function in user space"
	expect 2 "$HOOKBENCH" list --kernel 5.10 --workload user-call --backends uprobe.multi
	says "this kernel is too old: Linux 6.6 or later is required"
	expect 2 "$HOOKBENCH" run -q --kernel 6.12 --target user-call:nop10 --backends uprobe -o no
	says "no probe can take the place of this instruction"
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --target user-call:strange
	says "has no function \"user-call:strange\" on this architecture; use one of: user-call:nop, user-call:push"
	expect 2 "$HOOKBENCH" run -q --kernel 5.10 --target rename:nop
	says "--target takes the name of a kernel function, or of a workload's function (user-call:nop)"
}
