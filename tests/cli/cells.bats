#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for the fake QEMU expand there, not here
# shellcheck disable=SC2154,SC2030,SC2031 # set by bats, or by support.bash; each test has its own matrix
# `hookbench plan`, `run --shard`, `run --cell` and `merge`, with a script in QEMU's place. Real kernels are
# in tests/kernel/cells.bats.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	kernel old .
	kernel middle '.environment.kernel_release = "6.16.0-cloud-amd64" | .trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
	kernel new '.environment.kernel_release = "6.18.1-cloud-amd64"'
	matrix=(--cycles 1000 --kernel ./old --kernel ./middle --kernel ./new)
}

ids() { "$HOOKBENCH" plan "$@" --json | jq -r '.cells[].id'; }

# shard I/N FOLDER [OPTION...]
shard() { "$HOOKBENCH" run "${matrix[@]}" --shard "$1" -o "$2" "${@:3}"; }

# The runs of a folder, without what may differ: hosts, times, and where they are.
numbers() {
	find "$1" -name result.json -exec jq -cS 'del(.host, .started, .snapshot, .tool.max_rss_kib)' {} + | sort
}

# change FOLDER/ID FILTER: a stored run that says something else.
change() {
	jq -c "$figured $2" "$1/result.json" >changed
	mv changed "$1/result.json"
}

@test "an id is of what is measured, not of names, folders and machines" {
	expect 0 "$HOOKBENCH" plan "${matrix[@]}" --payload count,empty
	says "id                kernel  arch    cpu-model  workload       payload  programs  variant" \
		"  old     x86-64  qemu64     create-unlink  count    -         count" \
		"  new     x86-64  qemu64     create-unlink  empty    -         empty"
	[ "${#lines[@]}" -eq 7 ]
	before=$(ids "${matrix[@]}")
	mkdir elsewhere
	cp old elsewhere/another-name
	[ "$(ids --cycles 1000 --kernel elsewhere/another-name --kernel ./middle --kernel ./new)" = "$before" ]
	[ "$(ids "${matrix[@]}" | sort -u | wc -l)" -eq 3 ]
	# Anything that changes what is measured.
	for option in --cycles=500 --payload=empty --backends=fentry --cpu-model=EPYC --append=quiet --seed=7 --explain --workload=getpid; do
		no [ "$(ids "${matrix[@]}" $option)" = "$before" ]
	done
	echo "built again" >>new
	[ "$(ids "${matrix[@]}" | head -n 2)" = "$(head -n 2 <<<"$before")" ]
	no [ "$(ids "${matrix[@]}")" = "$before" ]
}

@test "shards that are merged are what one machine would have measured, to the byte" {
	kernel panics .
	echo 'echo "[ 1.0] Kernel panic - not syncing: no root" >&2; exit 0' >answers/panics.sh
	kernel bare '.error = 95 | .environment.kernel_release = "5.0.0" | .trials = [] | .backends |= map(.available = false | .reason = "no BPF")'
	matrix+=(--kernel ./panics --kernel ./bare)
	for format in table markdown csv; do
		expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" regress "${matrix[@]}" -o alone --format $format
		regress[n++]=$output
	done
	for i in 1 2 3 4; do
		status=0
		shard $i/4 part-$i >said || status=$?
		case $i in
		1) grep -q '  skipped        bare: no BPF$' said && [ "$status" -eq 0 ] ;;
		4) grep -q '  failed         panics: the guest on .*panic - not syncing: no root' said && [ "$status" -eq 2 ] ;;
		*) grep -q '  stored         ' said && [ "$status" -eq 0 ] ;;
		esac
	done
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge part-* -o merged
	[ "$output" = "${regress[0]}" ]
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge part-* --format markdown
	[ "$output" = "${regress[1]}" ]
	expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge part-* --format csv
	[ "$output" = "${regress[2]}" ]
	[ "$(numbers merged)" = "$(numbers alone)" ]
	[ "$(numbers merged | wc -l)" -eq 3 ]
}

@test "several variants: a matrix each, and a folder each" {
	echo 'case $request in *\"payload\":\"empty\"*) answer=$answer-empty ;; esac' | tee answers/old.sh answers/middle.sh >answers/new.sh
	for name in old middle new; do
		jq -c '.plan.payload = "empty"' answers/$name.json >answers/$name-empty.json
	done
	shard 1/2 cells --payload count,empty
	shard 2/2 cells --payload count,empty
	expect 1 "$HOOKBENCH" merge cells -o merged --report
	says "payload count, 2 rounds" "payload empty, 2 rounds" "Stored in merged"
	[ "$(find merged/payload-count merged/payload-empty -name result.json | wc -l)" -eq 6 ]
	[ -s merged/report/report.html ]
	# What regress prints of several matrices, to the byte, in each format.
	for format in table markdown csv; do
		expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" merge cells --format $format
		merged=$output
		expect 1 bash -c '"$@" 2>/dev/null' - "$HOOKBENCH" regress "${matrix[@]}" --payload count,empty -o alone --format $format
		[ "$merged" = "$output" ]
	done
	expect 2 "$HOOKBENCH" merge cells --format csv --max-increase locked=5
	says "the CSV of drivers does not tell them apart"
}

@test "what is stored is not measured again, and what failed is" {
	kernel panics .
	echo 'echo "[ 1.0] Kernel panic - not syncing: no root" >&2; exit 0' >answers/panics.sh
	matrix+=(--kernel ./panics)
	expect 3 shard 1/1 cells
	[ "$(wc -l <booted)" -eq 4 ]
	rm booted answers/panics.sh
	expect 0 shard 1/1 cells
	says "  stored before  old" "  stored         panics"
	[ "$(cat booted)" = "$PWD/panics" ]
	[ -z "$(find cells -name '*.failed')" ]
	# By their ids, too; and twice is once.
	id=$(ids "${matrix[@]}" | head -n 1)
	rm -r booted "cells/$id"
	expect 0 "$HOOKBENCH" run "${matrix[@]}" --cell "$id,$id" -o cells
	[ "$(cat booted)" = "$PWD/old" ]
	[ "$(jq -r .host,.cell "cells/$id/result.json" | xargs)" = "$(uname -n) $id" ]
}

@test "a QEMU that cannot count is no kernel on which nothing attaches" {
	sed -i 's/case $1 in/case $1 in -help) exit 0 ;;/' bin/qemu-system-x86_64
	expect 2 shard 1/1 cells --explain
	says "  failed         old: this qemu-system-x86_64 does not support plugins"
	[ -z "$(find cells -name result.json)" ]
	expect 2 "$HOOKBENCH" merge cells
	says "none of the kernels could be measured"
	expect 2 "$HOOKBENCH" regress "${matrix[@]}" --drivers -o runs
	says "none of the kernels could be measured"
}

@test "a cell that another job stores meanwhile is stored" {
	expect 0 "$HOOKBENCH" run "${matrix[@]}" --shard 1/3 -o first
	id=$(ids "${matrix[@]}" | head -n 1)
	echo 'cp -r '"$PWD/first/$id $PWD/second/"'' >answers/old.sh
	expect 0 "$HOOKBENCH" run "${matrix[@]}" --shard 1/3 -o second
	says "stored before"
	[ "$(jq -c . "second/$id/result.json")" = "$(jq -c . "first/$id/result.json")" ]
}

@test "a machine that fails leaves its cell to the next attempt" {
	echo '[ -e '"$PWD"'/second ] || kill -9 $$' >answers/middle.sh
	expect 75 shard 1/1 cells
	says "  failed         middle: the guest on $PWD/middle ended before it answered: QEMU was killed"
	expect 3 "$HOOKBENCH" merge cells
	says "(middle) is missing: measure it with --cell " "middle           missing: no folder has this cell"
	touch second
	expect 0 shard 1/1 cells
	says "  stored before  new" "  stored         middle"
	expect 1 "$HOOKBENCH" merge cells
	no says "missing"
}

@test "SIGTERM at a time limit: what is done is stored" {
	echo 'touch '"$PWD"'/slow; exec sleep 1000' >answers/new.sh
	"$HOOKBENCH" run "${matrix[@]}" --shard 1/1 --jobs 1 -o cells >said 2>&1 3>&- &
	pid=$!
	wait_for test -e slow
	kill -TERM $pid
	status=0
	wait $pid || status=$?
	[ "$status" -eq 143 ]
	stored=$(find cells -name result.json | wc -l)
	[ "$stored" -ge 1 ]
	grep -q "stopped; $stored of 3 cells are stored in cells" said
	grep -q "  not measured   new" said
	[ -z "$(find cells -name '.hookbench*' -o -name '*.failed')" ]
	rm booted answers/new.sh
	expect 0 shard 1/1 cells
	[ "$(wc -l <booted)" -eq $((3 - stored)) ]
}

@test "a cell that was measured twice must have the same numbers" {
	shard 1/1 a >/dev/null
	shard 1/1 b >/dev/null
	id=$(ids "${matrix[@]}" | sed -n 2p)
	change "a/$id" '.host = "north"'
	change "b/$id" '.host = "south"'
	expect 1 "$HOOKBENCH" merge a b
	change "b/$id" '.trials |= map(if .backend == "fentry" then .operation |= figured([[7229, 998], [7300, 2]]) | .operation.mode = 7229 else . end)'
	expect 3 "$HOOKBENCH" merge a b -o merged
	says "cell $id (middle) was measured by north, in a, and by south, in b, and they do not agree: the cost of fentry is "
	[ ! -e merged ]
}

@test "times of different machines are not merged, and none is taken twice" {
	for name in old middle new; do
		jq -c '.clock.unit = "nanoseconds" | .plan.unit = "nanoseconds" | .plan.warmup = 250 | .clock.source = "tsc"' answers/$name.json >changed
		mv changed answers/$name.json
	done
	expect 0 shard 1/2 a --accel tcg --rounds 2
	expect 0 shard 2/2 b --accel tcg --rounds 2
	run "$HOOKBENCH" merge a b
	says "emulated"
	no says "times of different machines"
	for run in b/*/; do change "$run" '.host = "south"'; done
	expect 3 "$HOOKBENCH" merge a b
	says "was timed on $(uname -n), and cell " " on south: times of different machines are not one matrix"
	cp -r a c
	expect 3 "$HOOKBENCH" merge a c
	says "they do not agree: times never repeat"
	expect 2 shard 1/2 c --accel auto
	says "--accel auto may count instructions on one machine and nanoseconds on another"
}

@test "folders of other plans, versions and contents" {
	shard 1/2 a >/dev/null
	shard 2/2 b --payload empty >/dev/null
	expect 2 "$HOOKBENCH" merge a b
	says "a and b are of different plans: from cell 1 on ("
	expect 2 shard 1/2 a --payload empty
	says "a and this command are of different plans" "Store other cells in another folder"
	cp -r a old-version
	jq '.version = "0.0.1"' a/plan.json >old-version/plan.json
	expect 2 "$HOOKBENCH" merge a old-version
	says "a is of hookbench " "and old-version of 0.0.1: measure all cells with the same version"
	expect 2 shard 2/2 old-version
	# A run that was put there under another name.
	id=$(ids "${matrix[@]}" | sed -n 2p)
	shard 2/2 a >/dev/null
	cp -r a swapped
	rm -r "swapped/$id"
	cp -r "a/$(ids "${matrix[@]}" | sed -n 1p)" "swapped/$id"
	expect 2 "$HOOKBENCH" merge swapped
	says "swapped/$id is not the run of this cell: its kernel image is \"crc32:"
	# And one that another QEMU has measured is not replaced.
	change "a/$id" '.vm.qemu_version = "1.0"'
	expect 2 shard 1/1 a
	says "a/$id was measured with another hookbench or QEMU"
	expect 1 "$HOOKBENCH" merge a
	change "a/$id" '.vm.guest_checksum = "crc32:0"'
	expect 3 "$HOOKBENCH" merge a
	says "were measured by different builds of hookbench-guest"
}

@test "a run that differs from its cell in one thing is of another cell" {
	shard 1/1 a >/dev/null
	id=$(ids "${matrix[@]}" | sed -n 2p)
	cp -r a sound
	while IFS='|' read -r filter message; do
		change "a/$id" "$filter"
		expect 2 "$HOOKBENCH" merge a -o merged
		says "a/$id is not the run of this cell: $message"
		expect 2 shard 1/1 a
		says "a/$id is not the run of this cell: $message"
		cp "sound/$id/result.json" "a/$id/result.json"
	done <<-'EOT'
		.plan.seed = 2|its seed is 2, and the cell's is 1
		.plan.target = "vfs_unlink"|its target is "vfs_unlink", and the cell's is null
		.plan.beside = "ftrace"|its beside is "ftrace", and the cell's is null
		.plan.elsewhere = "ftrace:5"|its elsewhere is "ftrace:5", and the cell's is null
		.plan.copies = 2|its copies is 2, and the cell's is 1
		.plan.pid_filter = true|its pid_filter is true, and the cell's is false
		.plan.only = "x"|its only is "x", and the cell's is null
		.plan.warmup = 7|its warmup is 7, and the cell's is 100
		.vm.memory_mib = 64|its --memory is 64, and the cell's is 512
		.vm.append = "quiet"|its --append is "quiet", and the cell's is null
		.cell = null|it is of no cell
		.cell = "0123456789abcdef"|it was measured as cell 0123456789abcdef
	EOT
	[ ! -e merged ]
	# The ids of one plan with the options of another.
	jq '.cells[].key.plan.seed = 2' a/plan.json >changed
	mv changed a/plan.json
	expect 2 "$HOOKBENCH" merge a
	says "a/plan.json is not a plan: " "id" "that of its key"
	expect 1 "$HOOKBENCH" merge sound -o merged
	[ "$(find merged -name result.json -exec jq .cell {} + | sort -u)" = null ]
}

@test "broken plans" {
	shard 1/2 a >/dev/null
	for text in '' '{' '[]' '{"schema": "hookbench-plan/9"}' '{"schema": "hookbench-plan/2", "version": "0.1.0", "unit": "instructions", "cells": []}' \
		"$(jq -c '.cells[0].id = "../../../../etc"' a/plan.json)" "$(jq -c '.cells[0].folder = "../x"' a/plan.json)" \
		"$(jq -c '.cells[1] = .cells[0]' a/plan.json)" "$(jq -c '.cells[0].payload = 3' a/plan.json)" "$(jq -c '.cells[0].payload = "empty"' a/plan.json)" \
		"$(jq -c 'del(.cells[0].key)' a/plan.json)" "$(jq -c '.cells[0].key = 3' a/plan.json)"; do
		echo "$text" >a/plan.json.new
		mkdir -p b
		mv a/plan.json.new b/plan.json
		expect 2 "$HOOKBENCH" merge b -o merged
		says "b/plan.json is not a plan: "
	done
	rm b/plan.json
	mkfifo b/plan.json
	expect 2 timeout 20 "$HOOKBENCH" merge b
	expect 2 "$HOOKBENCH" merge .
	says ". is no folder of cells: it has no plan.json"
	expect 2 "$HOOKBENCH" merge missing
	expect 2 "$HOOKBENCH" merge
	[ ! -e merged ]
}

@test "names and arguments that are not UTF-8" {
	cp old $'k\xff'
	cp answers/old.json $'answers/k\xff.json'
	matrix=(--cycles 1000 --kernel $'./k\xff' --kernel ./new)
	expect 0 "$HOOKBENCH" plan "${matrix[@]}" --json
	[ "$(jq -r '.cells[].kernel' <<<"$output" | tr '\n' ' ')" = "k? new " ]
	expect 0 shard 1/1 cells
	expect 0 "$HOOKBENCH" merge cells
	# Each byte counts.
	for argument in $'a\xff' $'a\xfe' 'a?'; do
		ids --kernel ./new --append "$argument"
	done >listed
	[ "$(grep -cE '^[0-9a-f]{16}$' listed)" -eq 3 ]
	[ "$(sort -u listed | wc -l)" -eq 3 ]
}

@test "GNU parallel runs the shards, and the same line again what has failed" {
	command -v parallel >/dev/null || skip "GNU parallel is not installed"
	echo '[ -e '"$PWD"'/second ] || kill -9 $$' >answers/middle.sh
	line=(parallel --will-cite --joblog log --resume-failed "$HOOKBENCH" run -q "${matrix[@]}" --shard '{}/3' -o cells ::: 1 2 3)
	expect 1 "${line[@]}"
	[ "$(awk '$7 == 75' log | wc -l)" -eq 1 ]
	rm booted
	touch second
	expect 0 "${line[@]}"
	[ "$(cat booted)" = "$PWD/middle" ]
	expect 1 "$HOOKBENCH" merge -q cells
}

@test "wrong use of shards and cells" {
	for wrong in 0/4 5/4 4 1/ /4 1/0 -1/4 1/2/3 1/2000 x; do
		expect 2 shard "$wrong" cells
	done
	expect 2 shard 5/4 cells
	says "--shard 5/4: there are shards 1/4 to 4/4"
	expect 2 "$HOOKBENCH" run "${matrix[@]}" --cell 0123456789abcdef -o cells
	says 'no cell of these options has the id "0123456789abcdef"'
	expect 2 "$HOOKBENCH" run "${matrix[@]}" --cell x --shard 1/2 -o cells
	expect 2 "$HOOKBENCH" run "${matrix[@]}" --shard 1/2
	says "name it with -o"
	expect 2 "$HOOKBENCH" run --shard 1/2 -o cells
	says "name the kernels with --kernel"
	expect 2 "$HOOKBENCH" run "${matrix[@]}" -o cells
	says "one kernel is measured at a time" "--shard measures a part of several"
	cp old copy
	expect 2 "$HOOKBENCH" plan --kernel ./old --kernel ./copy
	says "old and copy are the same kernel, and would be one cell"
	[ ! -e cells ] && [ ! -e booted ]
	# More shards than cells: some have nothing to do.
	expect 0 shard 4/4 cells
	[ ! -e booted ]
}
