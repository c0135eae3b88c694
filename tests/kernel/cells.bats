#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Cells of real kernels: what two shards measure is what regress measures, to the byte.

load ../cli/support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# The runs of a folder: all that two boots on one machine have in common. (Their tails differ, and so does the
# emulated time of attaching.)
numbers() {
	find "$1" -name result.json -exec jq -cS '[.environment, .vm, .plan, .target, .backends, [.summary.rows[] |
		[.backend, .control, .rounds, .operations, .cost_in_unit, .overhead_in_unit, .hits]]]' {} + | sort
}

@test "shards of real kernels are merged to what regress gives, to the byte" {
	words=(--kernel 5.10 --kernel 6.12 --kernel 7.3 --backends "kprobe,fentry,fsession" --payload)
	for i in 1 2; do
		expect 0 "$HOOKBENCH" run "${words[@]}" empty,count --shard "$i/2" -o "part-$i"
	done
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge part-1 part-2 -o merged
	merged=$output
	# Whoever was first boots, and the others continue: the same numbers.
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" regress "${words[@]}" empty,count -o alone
	[ "$merged" = "$output" ]
	[ "$(numbers merged | wc -l)" -eq 6 ]
	[ "$(numbers merged)" = "$(numbers alone)" ]
}

@test "what a bundle brings along gives the same numbers, without a mirror, a cache and a home" {
	words=(--kernel 6.1 --kernel 7.3 --backends fentry)
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --shard 1/1 -o here
	expect 0 "$HOOKBENCH" plan "${words[@]}" --bundle bundle.tar
	# The names are found in the bundle, as no script can fetch them here.
	export HOME=/proc/none XDG_CACHE_HOME=/proc/none/cache
	expect 0 "$HOOKBENCH" run -q "${words[@]}" --bundle bundle.tar --shard 1/1 -o there
	[ "$(numbers here | wc -l)" -eq 2 ]
	[ "$(numbers here)" = "$(numbers there)" ]
}

@test "a kernel on which nothing attaches is a skip, and no failure" {
	expect 0 "$HOOKBENCH" run --kernel 5.10 --kernel 7.3 --backends fsession --shard 1/1 -o cells
	says "  skipped        5.10: " "  stored         7.3"
	expect 0 "$HOOKBENCH" run --kernel 5.10 --kernel 7.3 --backends fsession --shard 1/1 -o cells
	says "  skipped        5.10: " "  stored before  7.3"
}
