#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2030,SC2031 # each test is a subshell, with a PATH of its own
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Any command under each hook, timed by hyperfine. Hooks are raw_tp's, which most kernels take.

load support
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	command -v hyperfine >/dev/null || skip "needs hyperfine"
	# A time that no other process sleeps.
	nap=1000.$$$BATS_TEST_NUMBER
}

naps() {
	pgrep -f "^sleep $nap\$" >/dev/null
}

no_nap() {
	no naps
}

# once WORD...: without a hook, as few runs as can be.
once() {
	"$HOOKBENCH" macro --backends none --rounds 1 --runs 2 "$@"
}

# fake_hyperfine SCRIPT: what stands in its place in PATH.
fake_hyperfine() {
	mkdir -p bin
	printf '#!/bin/sh\n[ "$1" != --version ] || { echo hyperfine 1.19.0; exit; }\n%s\n' "$1" >bin/hyperfine
	chmod +x bin/hyperfine
	PATH=$PWD/bin:$PATH
}

@test "a run is stored, with what hyperfine has written, and hits of one run" {
	needs_hook
	expect 0 "$HOOKBENCH" macro --backends raw_tp --rounds 2 --runs 3 --warmup 1 --seed 7 -o out \
		--prepare 'touch a b' -- rm a b
	says "command: rm a b" "--prepare 'touch a b'" "2 rounds of 3 runs after 1" "too few rounds"
	jq -e '.schema == "hookbench/1" and .plan.workload == "macro" and .plan.command == "rm a b" and
		.plan.hyperfine == "--shell none --prepare '"'touch a b'"'" and .plan.cycles == 3 and
		.plan.warmup == 1 and .plan.hooked == "create-unlink" and .clock.unit == "nanoseconds" and
		(.clock.source | startswith("hyperfine 1.")) and (.trials | length) == 6' out/result.json
	# Alone, two files; in a trial those of three runs and a warm-up. Others may unlink too.
	jq -e '.backends[] | select(.backend == "raw_tp").command_hits >= 2' out/result.json
	jq -e '[.trials[] | select(.backend == "raw_tp").hits] | length == 2 and min >= 8' out/result.json
	jq -e '.trials[] | .operations == 3 and .operation.count == 3 and .operation.mode_exact' out/result.json
	jq -e '.summary.rows[] | select(.backend == "raw_tp") | .hits_per_command >= 2 and
		((.overhead_per_hit_in_unit * .hits_per_command - .overhead_in_unit) | fabs < 1)' out/result.json
	[ "$(find out/hyperfine -name '00[12]-0[123]-*.json' | wc -l)" -eq 6 ]
	jq -e -s '.[0].trials[0].operation as $o | .[1].results[0].times | length == 3 and
		(($o.min / 1e9 - min) | fabs < 1e-8) and (($o.max / 1e9 - max) | fabs < 1e-8) and
		(($o.p50 / 1e9 - (sort | .[1])) | fabs < 1e-8)' out/result.json out/hyperfine/001-01-*.json
}

@test "the order of a round is random, by seed, and none is there twice" {
	needs_hook
	for seed in 1 2 3; do
		expect 0 "$HOOKBENCH" macro -q --backends raw_tp,tp --rounds 3 --runs 1 --seed $seed -o "out$seed" -- true
		jq -e '[.trials | group_by(.round)[] | [.[] | .backend] | sort] | unique == [["none","none","raw_tp","tp"]]' "out$seed/result.json"
		jq -c '[.trials[] | [.backend, .control]]' "out$seed/result.json" >>orders
	done
	[ "$(sort -u orders | wc -l)" -gt 1 ]
	expect 0 "$HOOKBENCH" macro -q --backends raw_tp,tp --rounds 3 --runs 1 --seed 3 -o again -- true
	[ "$(jq -c '[.trials[] | [.backend, .control]]' again/result.json)" = "$(tail -1 orders)" ]
}

@test "words are passed as they are, by hyperfine too" {
	expect 0 once -o out -- sh -c 'printf "<%s>" "$@" >>log; echo >>log' - "a  b" "it's" '' '$HOME' '*' '\"' $'two\nlines'
	# One run alone, then two in each of two trials.
	[ "$(grep -c '^<a  b><it.s><><$HOME><\*><\\"><two$' log)" -eq 5 ]
	[ "$(wc -l <log)" -eq 10 ]
}

@test "with a shell, it reads the words" {
	expect 0 once --shell sh -- 'echo $((1 + 1)) >>log &&' 'true'
	[ "$(sort -u log)" = 2 ]
	expect 2 once --shell sh -- 'true && exit 5'
	says "the command failed with status 5"
	expect 2 once -- true '&&' true
	says "--shell sh"
}

@test "setup, prepare and cleanup are for the shell, and not counted as runs" {
	expect 0 once --setup 'echo setup >>log; :' --prepare 'echo "a  prepare" >>log' --cleanup 'echo cleanup >>log' -- \
		sh -c 'echo run >>log'
	# One run alone and two trials of two.
	[ "$(sort log | uniq -c | sed 's/^ *//')" = "5 a  prepare
3 cleanup
5 run
3 setup" ]
	[ "$(head -4 log | tr '\n' ' ')" = "setup a  prepare run cleanup " ]
	expect 2 once --prepare 'echo why >&2; exit 4' -- true
	says "--prepare failed with status 4" "why"
}

@test "a command that fails, is killed, or is not there" {
	expect 2 once -o out -- sh -c 'echo why >&2; exit 3'
	says "the command failed with status 3" "--ignore-failure" "why"
	expect 2 once -o out -- sh -c 'kill -KILL $$'
	says "the command was killed by signal 9"
	expect 2 once -o out -- sh -c 'kill -TERM $$'
	says "the command was killed by signal 15"
	expect 2 once -o out -- no-such-command
	says "no-such-command: there is no such command in PATH"
	expect 2 once -o out --ignore-failure -- ./missing
	says "cannot run ./missing: No such file"
	[ ! -e out ]
	expect 0 once -o out --ignore-failure -- sh -c 'exit 3'
	jq -e '.plan.hyperfine == "--shell none --ignore-failure"' out/result.json
	# The second time: hyperfine's rule, and its words.
	expect 2 once -- sh -c '[ ! -e seen ] && touch seen'
	says "hyperfine failed with status 1" "non-zero exit code"
	# What it writes is not shown.
	expect 0 once -q -- sh -c 'echo l""oud'
	no says "loud"
}

@test "no hyperfine, one that is too old, or another program of that name" {
	mkdir bin
	ln -s "$(command -v sh)" bin/sh
	PATH=$PWD/bin expect 2 "$HOOKBENCH" macro --backends none -- true
	says "hyperfine, which times the command, is not in PATH" "scripts/setup"
	printf '#!/bin/sh\necho hyperfine 1.12.0\n' >bin/hyperfine
	chmod +x bin/hyperfine
	PATH=$PWD/bin:$PATH expect 2 once -- true
	says '1.13 or newer is needed' '"hyperfine 1.12.0"'
	fake_hyperfine 'exit 0'
	expect 2 once -- true
	says "results[0].times" "really hyperfine?"
	fake_hyperfine 'echo "no idea" >&2; exit 9'
	expect 2 once -- true
	says "hyperfine failed with status 9" "no idea"
	fake_hyperfine 'kill -KILL $$'
	expect 2 once -- true
	says "hyperfine was killed by signal 9"
}

@test "JSON with fewer fields and more is read" {
	fake_hyperfine 'for a; do case $a in --export-json=*) echo '"'"'{"results":[{"times":[0.5,0.25,1],"exit_codes":[null,0,0],"new":[]}]}'"'"' >"${a#*=}"; esac; done'
	expect 0 once -o out -- true
	jq -e '.trials[0] | .operations == 3 and .operation.p50 == 500000000' out/result.json
}

@test "wrong use" {
	expect 2 once --
	says "a command is missing"
	expect 2 once true
	says "put the command after --"
	expect 2 once --runs 0 -- true
	says "--runs takes"
	expect 2 once --add x -- true
	says "--add needs a VM"
	expect 2 once --user nobody --kernel 6.12 -- true
	says "--user is for the running kernel"
	expect 2 once -- "$(printf 'a\377')"
	says "not UTF-8"
	mkdir there
	touch there/file
	expect 2 once -o there -- true
	says "it already exists"
	expect 2 "$HOOKBENCH" macro --backends kprobe,kprobe.offset --target no_such_function -- true
	says "no_such_function"
}

@test "interrupted: nothing is stored, nothing runs on" {
	needs_hook
	for signal in TERM INT HUP; do
		# In the second run, which is hyperfine's. (In the background, bash has SIGINT ignored.)
		rm -f first
		env --default-signal=INT,HUP "$HOOKBENCH" macro -q --backends raw_tp -o out -- \
			sh -c "[ -e first-$signal-2 ] && exec sleep $nap; [ -e first-$signal ] && touch first-$signal-2; touch first-$signal" 3>&- &
		pid=$!
		wait_for naps
		kill -$signal $pid
		run wait $pid
		wait_for no_nap
		[ ! -e out ]
		[ -z "$(find . -name '.hookbench*')" ]
	done
}

@test "killed: the hook is gone, and so is what the command had started" {
	needs_hook
	"$HOOKBENCH" macro -q --backends raw_tp -o out -- \
		sh -c "[ -e second ] && { setsid -f sleep $nap; sleep 999; }; [ -e first ] && touch second; touch first" 3>&- &
	pid=$!
	wait_for naps
	kill -KILL $pid
	run wait $pid
	[ ! -e out ]
	wait_for no_nap
	no_hyperfine() { no pgrep -f "hyperfine.*$nap"; }
	wait_for no_hyperfine
	no_hookbench() { no pgrep -f "hookbench.*$nap"; }
	wait_for no_hookbench
}

@test "the command, and the lines before and after it, have none of hookbench's descriptors" {
	needs_hook
	for option in --setup --prepare --cleanup; do
		expect 0 "$HOOKBENCH" macro -q --backends raw_tp --rounds 1 --runs 1 -o "out$option" \
			$option "ls /proc/self/fd >>fds" -- sh -c 'ls /proc/self/fd >>fds' 3>&-
	done
	sh -c 'ls /proc/self/fd' >without 3>&-
	diff <(sort -u fds) <(sort -u without)
}

@test "as another user, who can write what hyperfine writes" {
	needs_root
	id nobody >/dev/null || skip "there is no user nobody"
	expect 0 once --user nobody -o out -- sh -c '[ "$(id -un)" = nobody ]'
	[ "$(find out/hyperfine -name '*.json' | wc -l)" -eq 2 ]
}

@test "without a command: a workload of ours; each is a program" {
	needs_root
	expect 0 once -o out --workload unlink-missing
	jq -e '.plan.command == "create-unlink --cycles 20k" and .plan.hooked == "unlink-missing"' out/result.json
	expect 0 once -q -- getpid --cycles 1k
	bin=$(dirname "$HOOKBENCH")/../workloads/bin
	[ -d "$bin" ] || skip "not in its build folder"
	for name in $(cd "$bin" && echo *); do
		expect 0 "$bin/$name" --cycles 1k
		expect 2 "$bin/$name" --cycles 1x
		says "--cycles takes"
		# No abbreviation reaches an option that --help does not list.
		for option in --program --program-name --HANG --H; do
			expect 2 "$bin/$name" $option=1 --cycles 1
			says "unknown option $option"
		done
		expect 0 "$bin/$name" --help
		says "--cycles=N" "--usage"
		no says "HANG"
		expect 0 "$bin/$name" --cyc 1
	done
	expect 0 "$bin/create-unlink" --cycles 100 --dir .
	[ -z "$(find . -name 'hookbench-scratch*')" ]
	expect 1 "$bin/create-unlink" --dir missing
	says "missing"
}

@test "the programs hit as often as they say" {
	needs_hook
	for cycles in 1 500; do
		expect 0 "$HOOKBENCH" macro -q --backends raw_tp --rounds 1 --runs 1 -o "out$cycles" -- create-unlink --cycles $cycles
		hits=$(jq '.backends[] | select(.backend == "raw_tp").command_hits' "out$cycles/result.json")
		[ "$hits" -ge $cycles ]
	done
}

# The kernel counts the runs of one run of the command, which is not timed; never of those that are.
@test "a program of your own, beside its twin: one run of the command hits both as often" {
	needs_hook
	make_counts_runs
	expect 0 "$HOOKBENCH" macro --program "${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o" --rounds 1 --runs 2 \
		-o own -- sh -c 'if ./counts-runs; then echo counted >>statistics; fi; sh -c :'
	says "program, ns" "events.twin" "tell (tp/syscalls/sys_enter_getppid)"
	jq -e '[.backends[] | .backend] == ["none", "events", "events.twin"] and
		(.backends[1].command_hits >= 2) and (.backends[2].command_hits >= 2) and
		.programs[0].name == "tell" and .programs[0].operations == 1 and
		.programs[0].runs == .backends[1].command_hits and
		.plan.programs[0].twin == "events.twin"' own/result.json
	# Once for the program, once for its twin.
	[ "$(wc -l <statistics)" -eq 2 ]
	expect 0 "$HOOKBENCH" report own -o own-report
	grep -q "hookbench macro --backends none --program events.bpf.o " own-report/report.md
}

@test "compare takes two, of the same command only" {
	for i in 1 2; do
		expect 0 once -q -o "a$i" -- true
	done
	expect 0 once -q -o b -- sleep 0
	expect 0 once -q -o c --prepare true -- true
	run "$HOOKBENCH" compare a1 a2
	no says "NOT COMPARABLE"
	expect 3 "$HOOKBENCH" compare a1 b
	says "different command (true, sleep 0)"
	expect 3 "$HOOKBENCH" compare a1 c
	says "different hyperfine options"
}

@test "a report shows the command, and how to repeat it" {
	expect 0 once -q -o a --seed 3 --prepare 'echo "x  y" >f' -- sh -c 'test -e "f"'
	expect 0 "$HOOKBENCH" report a -o report
	grep -qF "hookbench macro --backends none --workload create-unlink --payload count --rounds 1 --runs 2 --seed 3 --shell none --prepare 'echo \"x  y\" >f' -- sh -c 'test -e \"f\"'" report/report.md
	grep -q "command sh -c" report/report.html
	head -1 report/summary.csv | grep -q "hits_per_command,overhead_per_hit_in_unit"
	again=$(sed -n 's/^ *hookbench \(macro .*\)/\1/p' report/report.md)
	eval "expect 0 \"\$HOOKBENCH\" ${again/macro /macro -o again }"
	local odd=$'a  b\'"$HOME"`id`\n%s\t\\n'
	expect 0 once -q -o c --seed 3 --prepare 'echo "x  y" >f' -- test -n "$odd"
	expect 0 "$HOOKBENCH" report c -o report-c
	again=$(sed -n 's/^ *hookbench \(macro .*\)/\1/p' report-c/report.md)
	expect 0 sh -c "\"\$HOOKBENCH\" ${again/macro /macro -q -o d }"
	[ "$(jq -S .plan c/result.json)" = "$(jq -S .plan d/result.json)" ]
	expect 0 once -q -o s --shell sh -- 'true && true'
	expect 0 "$HOOKBENCH" report s -o report-s
	grep -qF -- "--shell sh -- 'true && true'" report-s/report.md
}

@test "a tree of 20,000 files, and a repository of two states" {
	expect 0 "$repo/scripts/macro-tree" tree
	[ "$(find tree -type f | wc -l)" -eq 20000 ]
	expect 1 "$repo/scripts/macro-tree" tree
	[ -d tree ]
	expect 0 "$repo/scripts/macro-repository" repository 40
	[ "$(git -C repository diff --name-only before after | wc -l)" -eq 40 ]
	[ "$(git -C repository rev-parse --abbrev-ref HEAD)" = after ]
	expect 2 "$repo/scripts/macro-tree"
	expect 2 "$repo/scripts/macro-repository"
}
