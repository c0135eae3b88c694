#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016,SC2154 # jq's and awk's variables; set by bats, or by support.bash
# `hookbench report --format`: what other tools read, checked by their published formats, and by themselves
# where they are installed (benchstat; promtool of Debian's prometheus).

load support

data=$BATS_TEST_DIRNAME/data

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# export_as FORMAT RUN...: to the file FORMAT.
export_as() {
	expect 0 bash -c '"$0" report --format "$@"' "$HOOKBENCH" "$@"
	printf '%s\n' "$output" >"$1"
}

# The overheads of summary.csv, as "BACKEND VALUE".
overheads() {
	"$HOOKBENCH" report -q "$1" -o csv-of 2>/dev/null
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["reference"] == "false" && $at["control"] == "false" { print $at["backend"], $at["overhead_in_unit"] }' csv-of/summary.csv
}

# The same run with kprobe dearer by 7, on a later kernel.
dearer() {
	jq -c '.environment.kernel_release = "6.18.1" | .trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)' "$data/run.json" >dearer.json
}

@test "Go's benchmark format: as its grammar says, and with the numbers of the CSV" {
	export_as go "$data/run.json"
	# https://go.dev/design/14313-benchmark-format and golang.org/x/perf/benchfmt: units, configuration, results.
	no grep -vE '^Unit [^ ]+ better=lower assume=exact$|^[a-z][^ A-Z]*:( .*)?$|^Benchmark[^a-z ][^ ]* [1-9][0-9]*( [0-9.e+-]+ [^ ]+)+$' go
	[ "$(awk '$4 == "overhead-instructions/op" { sub(".*backend=", "", $1); print $1, $3 }' go)" = "$(overheads "$data/run.json")" ]
	grep -qx "kernel: 6.12.117+deb13-cloud-amd64" go
	no grep -q "started\|control" go
	# Of times, benchstat makes seconds, and tests them.
	export_as go "$data/nanoseconds.json"
	grep -qx "Unit overhead-ns/op better=lower" go
	[ "$(awk '$4 == "overhead-ns/op" { sub(".*backend=", "", $1); print $1, $3 }' go)" = "$(overheads "$data/nanoseconds.json")" ]
}

@test "benchstat reads it, and calls a difference of one run exact" {
	command -v benchstat >/dev/null || skip "benchstat is not installed"
	dearer
	export_as go "$data/run.json"
	mv go old
	export_as go dearer.json
	expect 0 benchstat -ignore kernel old go
	says "Hook/backend=kprobe" "380.0 ± 0%  +1.88%"
	no says "~"
	no says "syntax"
}

@test "github-action-benchmark: customSmallerIsBetter" {
	export_as smaller "$data/run.json"
	# Its README: an array of name, unit, value, and, as text, range and extra.
	jq -e 'type == "array" and all(.[]; (.name | type == "string") and (.unit | type == "string") and (.value | type == "number")
		and ((.range // "") | type == "string") and (keys - ["name", "unit", "value", "range", "extra"] == []))' smaller
	[ "$(jq -r '.[] | select(.name | endswith(": overhead")) | (.name | capture("/(?<b>[^/ ]+) on").b) + " \(.value)"' smaller)" = "$(overheads "$data/run.json")" ]
	[ "$(jq 'map(.name) | unique | length' smaller)" = "$(jq length smaller)" ]
	export_as smaller "$data/nanoseconds.json"
	jq -e 'all(.[]; .unit == "nanoseconds")' smaller
}

@test "Bencher's metric format" {
	export_as bmf "$data/nanoseconds.json"
	# Its documentation: benchmark -> measure -> value, and lower_value and upper_value around it.
	jq -e 'type == "object" and all(.[]; type == "object" and all(.[]; (.value | type == "number")
		and (keys - ["value", "lower_value", "upper_value"] == [])
		and (.lower_value == null or (.lower_value <= .value and .value <= .upper_value))))' bmf
	[ "$(jq -r 'to_entries[] | select(.value["overhead-nanoseconds"]) | (.key | capture("/(?<b>[^/ ]+) on").b) + " \(.value["overhead-nanoseconds"].value)"' bmf)" = "$(overheads "$data/nanoseconds.json")" ]
}

@test "what is hooked besides is part of each name" {
	jq -c '.plan.beside = "ftrace"' "$data/run.json" >beside.json
	jq -c '.plan.elsewhere = "ftrace"' "$data/run.json" >elsewhere.json
	jq -c '.plan.copies = 4 | .plan.pid_filter = true' "$data/run.json" >copies.json
	runs=("$data/run.json" beside.json elsewhere.json copies.json)
	export_as smaller "${runs[@]}"
	[ "$(jq -r '.[].name | select(startswith("create-unlink/count/kprobe ")) | sub(".* on [^,]*"; "")' smaller)" = ", qemu64: overhead
, qemu64: cost
, beside ftrace, qemu64: overhead
, beside ftrace, qemu64: cost
, elsewhere ftrace, qemu64: overhead
, elsewhere ftrace, qemu64: cost
, copies 4, pid_filter, qemu64: overhead
, copies 4, pid_filter, qemu64: cost" ]
	export_as go "${runs[@]}"
	[ "$(grep -E "^(beside|elsewhere|copies): [^1]" go)" = "beside: ftrace
elsewhere: ftrace
copies: 4" ]
	export_as openmetrics "${runs[@]}"
	[ "$(grep '^hookbench_overhead.*backend="kprobe"' openmetrics | sort -u | wc -l)" -eq 4 ]
	export_as kcidb "${runs[@]}"
	[ "$(jq '.tests[].id' kcidb | sort -u | wc -l)" -eq "$(jq '.tests | length' kcidb)" ]
}

@test "runs that differ only in what they hook, or with what, have names of their own" {
	jq -c '.plan.target = "vfs_unlink"' "$data/run.json" >target.json
	jq -c '.plan.target = "may_delete"' "$data/run.json" >other.json
	jq -c '.plan.set = "x=1"' "$data/run.json" >set.json
	jq -c '.plan.workload = "rename"' "$data/run.json" >workload.json
	jq -c '.environment.architecture = "aarch64"' "$data/run.json" >arch.json
	jq -c '.vm.append = "a=\"b\\c\""' "$data/run.json" >append.json
	runs=("$data/run.json" target.json other.json set.json workload.json arch.json append.json)
	for format in smaller bmf kcidb go openmetrics; do
		export_as $format "${runs[@]}"
	done
	[ "$(jq -r '.[].name | select(endswith("cost") and contains("/none "))' smaller | sort -u | wc -l)" -eq ${#runs[@]} ]
	[ "$(jq -r 'keys[] | select(contains("/none "))' bmf | wc -l)" -eq ${#runs[@]} ]
	[ "$(jq -r '.tests[].path | select(endswith("none.cost"))' kcidb | sort -u | wc -l)" -eq ${#runs[@]} ]
	[ "$(jq '.tests[].id' kcidb | sort -u | wc -l)" -eq "$(jq '.tests | length' kcidb)" ]
	[ "$(grep '^hookbench_cost.*backend="none"' openmetrics | sort -u | wc -l)" -eq ${#runs[@]} ]
	# What one has is not left to the next.
	[ "$(grep "^target:" go | xargs -d '\n')" = "target: target: vfs_unlink target: may_delete target: target: target: target:" ]
	# Quotes and backslashes are escaped, and read back as they were.
	value=$(grep -o 'append="\([^"\\]\|\\.\)*"' openmetrics | sort -u)
	[ "$value" = 'append="a=\"b\\c\""' ]
	command -v promtool >/dev/null || return 0
	expect 0 bash -c 'promtool check metrics <openmetrics'
}

@test "KCIDB: as its schema 5.3 says, with what was skipped" {
	jq -c '.backends |= map(if .backend == "fexit" then .available = false | .reason = "no \u0001 trampolines" else . end)
		| .trials |= map(select(.backend != "fexit"))' "$data/run.json" >run.json
	expect 0 bash -c '"$0" report --format kcidb --origin my_ci run.json' "$HOOKBENCH"
	printf '%s\n' "$output" >kcidb
	[ "$(jq -r '[.tests[] | select(.path | endswith(".overhead")) | .number.value] | join(" ")' kcidb)" = "373 652 144" ]
	[ "$(jq -c '[.tests[] | select(.status == "SKIP") | .path]' kcidb)" = '["hookbench.create-unlink.count.qemu64.fexit"]' ]
	# Each belongs to a build, and that to a checkout.
	jq -e '(.builds | map(.id)) as $b | (.checkouts | map(.id)) as $c | all(.tests[]; .build_id | IN($b[])) and all(.builds[]; .checkout_id | IN($c[]))
		and (.tests | map(.id) | length == (unique | length)) and all(.tests[]; .origin == "my_ci" and (.id | startswith("my_ci:")))' kcidb
	python3 -c 'import jsonschema' || skip "python3-jsonschema is not installed"
	expect 0 python3 -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' kcidb "$data/kcidb-5.3.schema.json"
	# The schema finds what is wrong.
	jq '.tests[0].path = "a b"' kcidb >wrong
	no python3 -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))' wrong "$data/kcidb-5.3.schema.json"
	expect 2 "$HOOKBENCH" report --format kcidb --origin "My CI" run.json
}

@test "OpenMetrics: as its grammar says, in base units, and promtool has nothing to say" {
	dearer
	export_as openmetrics "$data/run.json" dearer.json
	[ "$(tail -n 1 openmetrics)" = "# EOF" ]
	no grep -vE '^# (TYPE [a-z_]+ gauge|UNIT [a-z_]+ (instructions|seconds)|HELP [a-z_]+ .*|EOF)$|^[a-z_]+\{([a-z_]+="[^"\\]*",)*[a-z_]+="[^"\\]*"\} [0-9.e-]+$' openmetrics
	[ "$(grep -c '^hookbench_overhead_instructions{.*backend="kprobe"}' openmetrics)" -eq 2 ]
	# The samples of a family follow each other.
	[ "$(grep -v '^#' openmetrics | sed 's/{.*//' | uniq | sort | uniq -d)" = "" ]
	export_as openmetrics "$data/nanoseconds.json"
	grep -q '^hookbench_cost_seconds{.*backend="none"} [0-9.]*e-0[67]$' openmetrics
	command -v promtool >/dev/null || skip "promtool is not installed"
	expect 0 bash -c 'promtool check metrics <openmetrics'
	[ -z "$output" ]
}

@test "two numbers of one name, an invalid run, names of others" {
	for format in smaller bmf openmetrics; do
		expect 2 "$HOOKBENCH" report --format $format "$data/run.json" "$data/run.json"
		says "two runs have the create-unlink/count/none on 6.12.117+deb13-cloud-amd64, qemu64: cost"
	done
	expect 0 "$HOOKBENCH" report --format go "$data/run.json" "$data/run.json"
	jq -c '.trials[0].hits = 999' "$data/run.json" >invalid.json
	expect 3 bash -c '"$0" report --format smaller invalid.json 2>said' "$HOOKBENCH"
	[ "$output" = "[]" ]
	grep -q "invalid.json is invalid, and left out: " said
	jq -c '.environment.kernel_release = "6.1\n\"x\\y\u001b[31m # EOF"' "$data/run.json" >hostile.json
	expect 3 "$HOOKBENCH" report --format table invalid.json
	says "INVALID"
	for format in table go smaller bmf kcidb openmetrics; do
		expect 0 "$HOOKBENCH" report --format $format hostile.json
		[[ $output != *$'\e'* ]]
	done
	[ "$(grep -c '^# EOF' <<<"$output")" -eq 1 ]
	no grep -vE '^#|^[a-z_]+\{([a-z_]+="([^"\\]|\\[\\"n])*",)*[a-z_]+="([^"\\]|\\[\\"n])*"\} [0-9.e-]+$' <<<"$output"
	expect 2 "$HOOKBENCH" report --format xml "$data/run.json"
	says "table, go, smaller, bmf, kcidb, openmetrics"
	expect 2 "$HOOKBENCH" report --format go -o x "$data/run.json"
}
