# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with scripts/test-faults and common.bash
# Hostile files: stored runs, explain data and tables of the kernels' cache that are almost good.

# What reads runs; each run is the folder a or b: a name, the documented statuses, the words.
input_commands() {
	cat <<'EOT'
compare|0 1 2 3|compare a b
compare-json|0 1 2 3|compare --force --format json a b
compare-markdown|0 1 2 3|compare --force --format markdown b a
compare-ktap|0 1 2 3|compare --force --format ktap a b
compare-csv|0 1 2 3|compare --force --format csv a b
report|0 2|report a -o out
report-both|0 2|report a b -o out
explain|0 2 3|explain a
explain-both|0 2 3|explain --format json a b
explain-csv|0 2 3|explain --format csv --folded folded a
bisect-step|0 1 125 128|bisect-step --kernel ./image --backend kprobe --good a
fetch-kernel|0 2|
EOT
}

inputs_setup() {
	originals=("$repo"/tests/cli/data/{run,nanoseconds}.json "$repo"/tests/fuzz/corpus/run/*.json)
	jq -c '{schema: "hookbench-explain/1", kernel_release: .environment.kernel_release, workload: .plan.workload,
		payload: .plan.payload, trials: [.trials[] | {backend, round, control, operations, same_length: .operations, used: .operations,
		length: .operation.mode, functions: {do_unlinkat: .operation.mode},
		stacks: [["entry;do_unlinkat", .operation.mode]]}]}' "$repo/tests/cli/data/run.json" >"$work/explain.json"
	printf '6.12.10+deb13-cloud-amd64\t6.12.10-1\ttrixie\t2000000\tlinux-image-6.12.10+deb13-cloud-amd64\tstable\t6.12.10\t6.12\n%s\n' \
		$'6.1.0-9-cloud-amd64\t6.1.50-1\tbookworm\t2000000\tlinux-image-6.1.0-9-cloud-amd64\t-\t6.1.50\t6.1' >"$work/index.tsv"
	sed "s/\$/\t$(printf '%064d' 7)/" "$work/index.tsv" >"$work/images.tsv"
}

inputs_rows() { input_commands | cut -d '|' -f 1; }

# Both runs are the same document before it is changed; what is not a run is data for explain.
make_runs() {
	local run original
	one_of "${originals[@]}"
	original=$chosen
	[[ $1 != explain* ]] || original=$repo/tests/cli/data/run.json
	for run in a b; do
		mkdir "$room/here/$run"
		cp "$original" "$room/here/$run/result.json"
	done
	cp "$work/explain.json" "$room/here/a/explain.json"
	cp "$work/explain.json" "$room/here/b/explain.json"
	input_seed=$((RANDOM << 15 | RANDOM))
	if [[ $1 == explain* ]] && below 3 && ((n)); then
		"$programs/mutate" $input_seed "$work/explain.json" >"$room/here/a/explain.json"
	else
		"$programs/mutate" $input_seed "$original" >"$room/here/a/result.json"
	fi
}

make_cache() {
	local cache=$room/home/.cache/hookbench/kernels table
	mkdir -p "$cache"
	input_seed=$((RANDOM << 15 | RANDOM))
	for table in index images; do
		"$programs/mutate" $((input_seed + ${#table})) "$work/$table.tsv" >"$cache/$table.tsv"
	done
	echo image >"$cache/vmlinuz-6.1.0-9-cloud-amd64"
}

inputs_row() {
	local line statuses
	line=$(input_commands | grep "^$1|")
	IFS='|' read -r _ statuses line <<<"$line"
	new_room inputs
	if [[ $1 == fetch-kernel ]]; then
		make_cache
		one_of --list --list 6.12 6.1.0-9-cloud-amd64
		try "$repo/scripts/fetch-kernel" --offline "$chosen"
	else
		make_runs "$1"
		read -ra words <<<"$sanitized $line"
		try "${words[@]}"
	fi
	count "hostile inputs"
	judge "$1, seed $input_seed" "$statuses"
	judge_text "$1, seed $input_seed"
}

# Reports take longer than all else.
inputs_next() {
	local names
	mapfile -t names < <(inputs_rows)
	one_of "${names[@]}"
	below 4
	[[ $chosen == report* ]] && ((n)) && return
	inputs_row "$chosen"
}
