#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154,SC2030,SC2031 # set by bats, or by support.bash
# `hookbench compare` on stored runs; data/run.json is one of 6.12.117, without its histograms.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_TEST_DIRNAME/data/run.json" base.json
}

# changed NAME FILTER: base.json with a jq filter applied.
changed() {
	jq -c "$2" base.json >"$1"
}

compare() {
	"$HOOKBENCH" compare base.json "$@"
}

# In every trial of BACKEND, N instructions more.
costlier() {
	changed new.json ".trials |= map(if .backend == \"$1\" then .operation.mode += $2 else . end)"
}

@test "a run compared with itself is the same" {
	expect 0 compare base.json
	says "kprobe                 373       373           ~            same" "none (cost)          7,084     7,084           0     0.0 %"
	[ "${lines[-1]}" = "No difference: all hooks cost the same." ]
	no says "Other differences"
}

@test "one instruction more is a regression, by name" {
	costlier kprobe 1
	expect 1 compare new.json
	says "kprobe                 373       374          +1    +0.3 %  regression, slight" "fentry                 144       144           ~            same"
	[ "${lines[-1]}" = "Regression: kprobe costs 1 instruction more (+0.3 %, slight); 3 cost the same." ]
}

@test "the worst is in the first row: by per cent, not by instructions" {
	changed new.json '.trials |= map(.operation.mode += ({kprobe: 30, fentry: 29, fexit: -90}[.backend] // 0))'
	expect 1 compare new.json
	[[ ${lines[4]} == fentry*"+20.1 %  regression, severe" ]]
	[[ ${lines[5]} == kprobe*"+8.0 %  regression, moderate" ]]
	[[ ${lines[6]} == fexit*improvement ]]
	[[ ${lines[8]} == "none (cost)"* ]]
	expect 1 compare new.json --format markdown
	says "| fentry | 144 | 173 | +29 | +20.1 % | regression, severe |" "Regression: fentry costs 29 instructions more (+20.1 %, severe) and kprobe"
}

@test "none is judged if that is asked for" {
	changed new.json '.trials |= map(.operation.mode += 1349)'
	expect 0 compare new.json
	no says "severe"
	expect 1 compare new.json --gate-base
	says "none (cost)          7,084     8,433      +1,349   +19.0 %  regression, severe"
	[ "${lines[-1]}" = "Regression: none, the operation itself, costs 1,349 instructions more (+19.0 %, severe); 4 cost the same." ]
	expect 1 compare new.json --gate-base --max-increase 1348
	expect 0 compare new.json --gate-base --max-increase 1349
	[ "$(jq -r '.rows[] | select(.backend == "none") | .verdict' < <("$HOOKBENCH" compare base.json new.json --gate-base --format json))" = regression ]
	expect 0 compare base.json --gate-base
}

@test "what is allowed is no regression: a number, or per cent" {
	costlier kprobe 4
	expect 1 compare new.json --max-increase 3
	expect 0 compare new.json --max-increase 4
	expect 1 compare new.json --max-increase 1%
	expect 0 compare new.json --max-increase 1.1%
}

@test "less is an improvement" {
	costlier fexit -5
	expect 0 compare new.json
	says "improvement"
}

@test "a change of none is shown and not judged; the hooks' overheads are" {
	changed new.json '.trials |= map(.operation.mode += 1000)'
	expect 0 compare new.json
	says "none (cost)          7,084     8,084      +1,000" "fexit                  205       205           ~"
}

@test "what differs besides is listed" {
	changed new.json '.environment.kernel_release = "6.12.200" | .vm.qemu_version = "10.0" | .environment.mitigations.mds = "Vulnerable" | .tool.programs.fentry = "crc32:0" | .target.symbol = "filename_unlinkat"'
	expect 0 compare new.json
	says "kernel_release: 6.12.117+deb13-cloud-amd64 -> 6.12.200" "vm.qemu_version: 7.2.22 -> 10.0" "mitigations.mds: Not affected -> Vulnerable" "program.fentry: crc32:ac82dc8f -> crc32:0" "target: do_unlinkat -> filename_unlinkat"
}

@test "other clock, CPU model, payload, workload: not comparable, unless forced" {
	for filter in '.clock.unit = "nanoseconds"' '.vm.cpu_model = "EPYC"' '.plan.payload = "empty"' '.plan.workload = "unlink-missing"'; do
		changed new.json "$filter"
		expect 3 compare new.json
		says "NOT COMPARABLE: different" "not comparable"
	done
	expect 0 compare new.json --force
	says "NOT COMPARABLE: different workload" "same"
}

@test "an invalid run is not compared as if it were sound" {
	changed new.json '.trials[0].hits = 999'
	expect 3 compare new.json
	says "the new run is invalid: " "999 hits of 1000"
}

@test "a backend that no longer attaches is a regression, by name" {
	changed new.json '.trials |= map(select(.backend != "fentry")) | .backends |= map(if .backend == "fentry" then .available = false | .reason = "no trampolines" else . end)'
	expect 1 compare new.json
	says "fentry                 144         -" "regression, severe" "it does not attach on the new kernel: no trampolines" "Regression: fentry no longer attaches; 3 cost the same."
	# The other way round is no improvement: there is no price to compare.
	expect 0 "$HOOKBENCH" compare new.json base.json
	says "newly attaches" "it does not attach on the base kernel: no trampolines" "No regression: fentry newly attaches; 3 cost the same."
	no says "mprovement"
}

@test "runs without a hook in common" {
	changed new.json '.trials |= map(select(.backend == "none")) | .backends |= map(select(.backend == "none")) | .plan.backends = ["none"]'
	expect 3 compare new.json
	says "the new run did not include it"
	cp new.json base.json
	expect 3 compare new.json
	says "no hook in common"
}

@test "formats for tools say the same" {
	costlier kprobe 1
	expect 1 compare new.json --format json
	[ "$(jq -r '.verdict, (.rows[] | select(.backend == "kprobe") | .difference_in_unit, .verdict)' <<<"$output" | xargs)" = "regression 1 regression" ]
	expect 1 compare new.json --format csv
	[ "${lines[0]}" = "backend,base_in_unit,new_in_unit,difference_in_unit,difference_low_in_unit,difference_high_in_unit,difference_percent,smallest_visible_in_unit,verdict,note,severity" ]
	[[ ${lines[2]} == kprobe,373,374,1,1,1,0.268*,1,regression,,slight ]]
	expect 1 compare new.json --format markdown
	says "**hookbench: regression**" "| kprobe | 373 | 374 | +1 | +0.3 % | regression, slight |"
	expect 1 compare new.json --format ktap
	says "KTAP version 1" "1..5" "not ok 2 kprobe" "ok 4 fentry"
	expect 1 compare new.json --format junit
	says 'tests="5" failures="1" skipped="0"' '<testcase classname="hookbench" name="kprobe">' '<failure message="373 -&gt; 374 instructions'
	changed new.json '.plan.payload = "empty"'
	expect 3 compare new.json --format ktap
	says "ok 2 kprobe # SKIP not comparable"
	expect 3 compare new.json --format junit
	says 'failures="0" skipped="4"'
}

@test "texts of any kind in a stored run do not break the formats" {
	# Longer than any field, of characters of two bytes, so that a cut falls within one.
	changed new.json '.environment.kernel_release = ("xé" * 400) | .vm.cpu_model = ("é" * 300) | .plan.workload = "<&\u0001\"é"'
	for format in table markdown json csv junit ktap; do
		expect 3 compare new.json --format $format
		[ "${#output}" -gt 100 ]
	done
	"$HOOKBENCH" compare base.json new.json --format json | jq -e '.obstacle | length > 0'
	"$HOOKBENCH" compare base.json new.json --format junit | no grep -q '<&'
}

@test "a folder is read by its result.json" {
	mkdir folder
	cp base.json folder/result.json
	expect 0 compare folder
}

# A folder of two runs, and what jq makes of the second one.
two_runs() {
	mkdir -p "$1/a" "$1/b"
	cp base.json "$1/a/result.json"
	jq -c "$2" base.json >"$1/b/result.json"
}

@test "folders of several runs: their rounds are taken together" {
	two_runs old .
	two_runs new .
	expect 0 compare new
	says "base: base.json" "new:  new (2 runs)" "kprobe                 373       373           ~"
	expect 0 "$HOOKBENCH" compare old new
	says "base: old (2 runs)"
	# Each overhead is taken within its own run.
	two_runs new '.trials |= map(.operation.mode += 1000)'
	expect 0 compare new
	# One of them deviates: exact rounds that differ are no sound measurement.
	two_runs new '.trials |= map(if .backend == "kprobe" then .operation.mode += 1 else . end)'
	expect 3 compare new
	says "the new run is invalid: kprobe: its overhead differs between rounds, 373 to 374"
}

@test "a folder of runs of several kernels is no side of a comparison" {
	two_runs new '.environment.kernel_release = "6.1.0"'
	expect 3 compare new
	says "new/b is not a repetition of the other runs in its folder: different kernel (6.12.117+deb13-cloud-amd64, 6.1.0)"
	[ "${#lines[@]}" -eq 1 ]
	expect 0 compare new --force
	says "warning: new/b is not a repetition of the other runs in its folder: different kernel"
	for filter in '.environment.kernel_version = "#2"' '.target.symbol = "other"' '.vm.append = "mitigations=off"' \
		'.vm.qemu_version = "9"' '.tool.programs.fentry = "crc32:0"' '.plan.backends = ["none", "kprobe"] | .trials |= map(select(.backend | IN("none", "kprobe")))'; do
		two_runs new "$filter"
		expect 3 "$HOOKBENCH" compare new base.json
		says "new/b is not a repetition of the other runs in its folder: "
	done
}

@test "a folder with a run that cannot be read" {
	two_runs new .
	echo '{' >new/b/result.json
	expect 2 compare new
	says "new/b/result.json is not a stored run"
}

@test "bad input: one clear message, status 2" {
	expect 2 compare missing.json
	says "missing.json: No such file"
	mkdir empty
	expect 2 compare empty
	says "no stored run in empty"
	[ "${#lines[@]}" -eq 1 ]
	head -c 1000 base.json >truncated.json
	expect 2 compare truncated.json
	says "truncated.json is not a stored run"
	echo '{"schema": "hookbench/9"}' >schema.json
	expect 2 compare schema.json
	says 'schema.json is not a stored run: its schema is "hookbench/9"'
	[ "${#lines[@]}" -eq 1 ]
	echo '[]' >foreign.json
	expect 2 compare foreign.json
	says "not a stored run"
	expect 2 "$HOOKBENCH" compare base.json
	says "BASE and NEW"
	expect 2 compare base.json base.json
	says 'two runs are compared: remove "'
	for wrong in x -1 5%% 1e99 nan ""; do
		expect 2 compare base.json --max-increase "$wrong"
		says "--max-increase needs"
	done
	expect 2 compare base.json --format yaml
	says 'unknown format "yaml"' "table, markdown"
}

# dear FOLDER: a run of which each operation's instructions are plain, but one locked of each hook.
dear() {
	mkdir "$1"
	jq '.trials |= map(select(.round == 1))' "$repo/tests/cli/data/run.json" >"$1/result.json"
	jq '{schema: "hookbench-drivers/2", kernel_release: .environment.kernel_release, workload: .plan.workload,
		payload: .plan.payload, trials: [.trials[] | .operation.mode as $n |
		(if .backend == "none" then 0 else 1 end) as $locked |
		{instructions: $n, plain: ($n - $locked), locked: $locked} as $drivers |
		{round, backend, control, operations, used: .operations, drivers: $drivers, functions: {f: $drivers}}]}' "$1/result.json" >"$1/drivers.json"
}

@test "what makes instructions dear may be limited, too" {
	dear old
	dear new
	expect 0 "$HOOKBENCH" compare old new --max-increase locked=0 --max-increase lines=2
	jq '.trials |= map(if .backend == "kprobe" then (.drivers, .functions.f) |= (.locked += 2 | .plain -= 2) else . end)' \
		old/drivers.json >new/drivers.json
	expect 0 "$HOOKBENCH" compare old new
	expect 0 "$HOOKBENCH" compare old new --max-increase locked=2
	expect 1 "$HOOKBENCH" compare old new --max-increase locked=1
	says "old -> new: kprobe adds 3 locked, and 1 before: 2 more, of which 1 are tolerated"
	no says "kretprobe adds"
	# Also in a format for programs, whose output is the same.
	expect 1 "$HOOKBENCH" compare old new --max-increase locked=1 --format json
	# What cannot be judged is not sound.
	jq '.trials[1].drivers.plain += 1' old/drivers.json >new/drivers.json
	expect 3 "$HOOKBENCH" compare old new --max-increase locked=0
	says "the parts do not add up"
	rm new/drivers.json
	expect 3 "$HOOKBENCH" compare old new --max-increase locked=0
	says "new does not show what makes instructions dear"
	expect 0 "$HOOKBENCH" compare old new --max-increase 0
	for wrong in cycles=1 locked= locked=-1 =1 locked=5%; do
		expect 2 "$HOOKBENCH" compare old new --max-increase $wrong
		says "--max-increase needs a driver and a whole number" "barriers"
	done
}
