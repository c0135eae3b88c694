#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Every backend with every payload, on kernels that have few of them and on those that have all: what
# `list` promises holds, and what payloads produce is true.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.1 6.12 7.0 7.3; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# run_all KERNEL FOLDER OPTION...
run_all() {
	local kernel=$1 folder=$2
	shift 2
	expect 0 "$HOOKBENCH" run -q --kernel "$(cat "image-$kernel")" --backends all --rounds 1 --cycles 300 -o "$folder" "$@"
}

# Backends of a stored run, as "NAME available" lines.
available() {
	jq -r '.backends[] | select(.available) | .backend' "$1/result.json" | sort
}

# check FOLDER: each hit was one, and each overhead is exact.
check() {
	[ "$(jq .summary.valid "$1/result.json")" = true ]
	[ "$(jq '[.trials[] | select(.backend != "none") | (.hits // .proof_hits) >= (if .hits then .expected_hits else .proof_expected end)] | all' "$1/result.json")" = true ]
	[ "$(jq '[.trials[] | .wrong] | unique' -c "$1/result.json")" = '[null]' ]
	[ "$(jq '[.summary.rows[] | select(.reference or .control | not) | .overhead_in_unit > 0] | all' "$1/result.json")" = true ]
}

@test "the backends that list shows for a kernel attach and count there" {
	for kernel in 5.10 6.1 6.12 7.0 7.3; do
		"$HOOKBENCH" list -q --long --kernel "$(cat "image-$kernel")" >"list-$kernel" || true
		run_all "$kernel" "count-$kernel"
		check "count-$kernel"
		sed -n 's/^  \([a-z0-9_.+]*\) *yes.*/\1/p' "list-$kernel" | sort >promised
		diff promised <(available "count-$kernel")
		# What it has not got has a reason, the same in both.
		sed -n 's/^  \([a-z0-9_.+]*\) *no: /\1 /p' "list-$kernel" | sort >refused
		diff refused <(jq -r '.backends[] | select(.available | not) | "\(.backend) \(.reason)"' "count-$kernel/result.json" | sort)
	done
}

@test "each kernel has what it is known to have" {
	always="fentry fentry+fexit fexit fmod_ret kprobe kprobe+kretprobe kprobe.int3 kprobe.offset kretprobe none raw_tp tp tp_btf"
	fprobe="kprobe.multi kretprobe.multi"
	while read -r kernel more; do
		# shellcheck disable=SC2086 # words
		diff <(printf '%s\n' $always $more | sort) <(available "count-$kernel")
	done <<-EOT
		5.10
		6.1 lsm
		6.12 lsm $fprobe kprobe.session
		7.0 lsm $fprobe kprobe.session fsession
		7.3 lsm $fprobe kprobe.session fsession fentry.multi fexit.multi
	EOT
}

@test "a probe inside the function is a jump, or a breakpoint where jumps are forbidden" {
	for kernel in 5.10 6.1 6.12 7.0 7.3; do
		placements() {
			jq -r "[.trials[] | select(.backend == \"$1\") | .placement] | unique[]" "count-$kernel/result.json"
		}
		[ "$(placements kprobe.offset)" = optimized ]
		[ "$(placements kprobe.int3)" = breakpoint ]
	done
}

# What the program does costs the same behind a jump as elsewhere: the jump was there in each trial.
@test "a jump is cheaper than a breakpoint, by the same for each payload" {
	for kernel in 5.10 7.3; do
		saved() {
			jq "[.summary.rows[] | {(.backend): .overhead_in_unit}] | add | .[\"kprobe.int3\"] - .[\"kprobe.offset\"]" "$1/result.json"
		}
		run_all "$kernel" "empty-$kernel" --payload empty
		[ "$(saved "count-$kernel")" -gt 100 ]
		[ "$(saved "count-$kernel")" -eq "$(saved "empty-$kernel")" ]
	done
}

@test "a hook at both sides is hit twice per call, and more expensive than either" {
	for kernel in 5.10 6.12 7.3; do
		[ "$(jq '[.trials[] | select(.backend | test("\\+|session")) | .hits == 2 * .operations] | all' "count-$kernel/result.json")" = true ]
		jq -e '[.summary.rows[] | {(.backend): .overhead_in_unit}] | add |
			.["kprobe+kretprobe"] > .kretprobe and .["fentry+fexit"] > .fexit' "count-$kernel/result.json"
	done
}

@test "every payload, with every backend that supports it: true, and exact or with a reason why not" {
	for kernel in 5.10 7.3; do
		run_all "$kernel" "payloads-$kernel" --payload args,hash,ringbuf,printk,stack,duration
		for payload in args hash ringbuf printk stack duration; do
			check "payloads-$kernel/payload-$payload"
		done
		# One event a call, with nothing lost.
		[ "$(jq '[.trials[] | select(.backend != "none") | .lost] | unique' -c "payloads-$kernel/payload-ringbuf/result.json")" = '[0]' ]
		[ "$(jq '[.trials[] | select(.backend | test("\\+|session")) | .hits == .operations] | all' "payloads-$kernel/payload-ringbuf/result.json")" = true ]
	done
}

@test "where the function has freed its file name, an exit hook does not read it" {
	run_all 6.12 args-6.12 --payload args
	check args-6.12
	[ "$(jq -r '.backends[] | select(.backend == "fexit") | .reason' args-6.12/result.json)" = "the payload args needs a file name that can be read at the hit, and the function frees it before returning" ]
	[ "$(jq -r '.backends[] | select(.backend == "fexit") | .available' payloads-7.3/payload-args/result.json)" = true ]
}

@test "durations want both sides, and a session is the cheapest way to them" {
	[ "$(available payloads-7.3/payload-duration | xargs)" = "fentry+fexit fsession kprobe+kretprobe kprobe.session none" ]
	jq -e '[.summary.rows[] | {(.backend): .overhead_in_unit}] | add |
		.fsession < .["fentry+fexit"] and .["kprobe.session"] < .["kprobe+kretprobe"]' \
		payloads-7.3/payload-duration/result.json
}

# The price of not being typed: what args adds to count is more for a kprobe than for fentry.
@test "reading arguments costs a kprobe more than fentry" {
	for kernel in 5.10 7.3; do
		of() {
			jq "[.summary.rows[] | {(.backend): .overhead_in_unit}] | add | .[\"$2\"]" "$1/result.json"
		}
		kprobe=$(($(of "payloads-$kernel/payload-args" kprobe) - $(of "count-$kernel" kprobe)))
		fentry=$(($(of "payloads-$kernel/payload-args" fentry) - $(of "count-$kernel" fentry)))
		echo "$kernel: kprobe +$kprobe, fentry +$fentry"
		[ $kprobe -gt $fentry ]
	done
}

# What an operation's events must say comes from the workload; for another function it is unknown.
@test "another workload's name and result; another function's are not taken for wrong" {
	expect 0 "$HOOKBENCH" run -q --kernel "$(cat image-6.12)" --workload unlink-missing --payload ringbuf \
		--backends kprobe,kretprobe,fentry+fexit,tp -o missing --rounds 1
	check missing
	[ "$(jq '[.backends[].available] | all' missing/result.json)" = true ]
	expect 0 "$HOOKBENCH" run -q --kernel "$(cat image-6.12)" --target dput --payload ringbuf \
		--backends kretprobe,fexit -o other --rounds 1
	check other
	[ "$(jq '[.backends[].available] | all' other/result.json)" = true ]
}
