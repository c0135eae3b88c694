#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Where instructions are spent, without a kernel: what is understood, and what goes wrong.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# A QEMU that says it takes plugins, then does what SCRIPT says.
plugin_qemu() {
	fake_qemu '[ "$1" != -help ] || { echo "-plugin [file=]<file>[,<argname>=<argvalue>]"; exit; }
'"$1"
}

# stored FOLDER: a run with an explain.json that says nothing of its trials.
stored() {
	mkdir "$1"
	cp "$repo/tests/cli/data/run.json" "$1/result.json"
	echo '{"schema": "hookbench-explain/1", "trials": []}' >"$1/explain.json"
}

@test "what there is to explain must be named" {
	expect 2 "$HOOKBENCH" explain
	says "name one or two kernels with --kernel, or one or two stored runs"
	expect 2 "$HOOKBENCH" explain --kernel 6.12 run
	says "name one or two kernels with --kernel, or one or two stored runs"
	expect 2 "$HOOKBENCH" explain a b c
	says 'remove "c"'
	expect 2 "$HOOKBENCH" explain --kernel a --kernel b --kernel c
	says "one kernel is explained, or two are compared"
	expect 2 "$HOOKBENCH" explain --format xml run
	says 'unknown format "xml"; use one of: table, json, csv'
}

@test "only instructions can be explained" {
	for where in "--kernel 6.12 --accel tcg" "--kernel 6.12 --accel kvm" ""; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" run --explain $where
		says "--explain needs exact mode"
	done
	expect 2 "$HOOKBENCH" explain --kernel 6.12 --accel tcg
	says "--explain needs exact mode"
}

@test "a QEMU without plugins is reported before it starts" {
	fake_image image
	fake_qemu 'echo "$@" >>started'
	for command in "explain" "explain --drivers" "run --drivers"; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" $command --kernel ./image -o out
		says "does not support plugins" "--enable-plugins"
		no grep -q kernel started
		[ ! -e out ]
	done
}

@test "a missing plugin is reported" {
	fake_image image
	plugin_qemu 'exit 1'
	mkdir elsewhere
	cp "$HOOKBENCH" elsewhere/hookbench
	expect 2 elsewhere/hookbench explain --kernel ./image -o out
	says "hookbench-count.so is missing"
	[ ! -e out ]
}

@test "the installed program finds the installed plugin" {
	fake_image image
	plugin_qemu 'echo "$@" >arguments; exit 1'
	cmake --install "$(dirname "$HOOKBENCH")/.." --prefix "$BATS_TEST_TMPDIR/usr" >/dev/null
	expect 2 usr/bin/hookbench explain --kernel ./image -o out
	grep -qE -- '-plugin [^ ]*/libexec/hookbench/hookbench-count\.so,' arguments
}

@test "a comma in the plugin's path does not end it" {
	fake_image image
	plugin_qemu 'echo "$@" >arguments; exit 1'
	mkdir a,b
	cp "$HOOKBENCH" "$(dirname "$HOOKBENCH")"/hookbench-{count.so,guest} a,b
	expect 2 a,b/hookbench explain --kernel ./image -o out
	grep -qE -- '-plugin [^ ,]*/a,,b/hookbench-count\.so,output=' arguments
}

@test "a plugin that QEMU refuses: its words are shown" {
	fake_image image
	plugin_qemu 'echo "TCG plugin requires API version 1, but this QEMU supports only a minimum version of 9" >&2; exit 1'
	expect 2 "$HOOKBENCH" explain --kernel ./image -o out
	says "ended while booting" "supports only a minimum version of 9"
	[ ! -e out ]
}

@test "QEMU gets the plugin, somewhere to write to, and the points of the program" {
	fake_image image
	plugin_qemu 'echo "$@" >arguments; exit 1'
	expect 2 "$HOOKBENCH" explain --kernel ./image -o out
	grep -qE -- '-plugin [^ ]*hookbench-count\.so,output=[0-9]+,p1=-?[0-9]+,p2=' arguments
	# Of each workload, a read before and one after its operation.
	workloads=$("$HOOKBENCH" list --long 2>/dev/null | sed -n '/^Workloads:/,/^$/p' | grep -c '^  ')
	[ "$workloads" -ge 3 ]
	[ "$(grep -oE ',p3=' arguments | wc -l)" -eq "$workloads" ]
	[ "$(grep -oE ',p4=' arguments | wc -l)" -eq "$workloads" ]
	# Nothing of it for a run that explains nothing.
	expect 2 "$HOOKBENCH" run --kernel ./image -o out
	no grep -q plugin arguments
}

@test "a guest's answer without counts is no run" {
	fake_image image
	plugin_qemu "$greet"'
printf "{\"reply\": {\"run\": %s}}\n" "$(jq -c . '"$repo"'/tests/cli/data/run.json)"'
	expect 2 "$HOOKBENCH" run --explain --kernel ./image -o out
	says "the plugin's counts are invalid in line 1"
	[ ! -e out ]
}

@test "a stored run that explains nothing, or in another way" {
	mkdir plain
	cp "$repo/tests/cli/data/run.json" plain/result.json
	expect 2 "$HOOKBENCH" explain plain
	says "plain does not show where instructions are spent" "run --explain"
	stored other
	echo '{"schema": "hookbench-explain/9"}' >other/explain.json
	expect 2 "$HOOKBENCH" explain other
	says 'the unknown schema "hookbench-explain/9"'
	stored empty
	expect 2 "$HOOKBENCH" explain empty
	says 'the explain.json of empty is not of this run: its "kernel_release" is ""'
	expect 2 "$HOOKBENCH" explain nowhere
	says "cannot read the stored run nowhere"
}

@test "the plugin notes accesses only if drivers are asked for" {
	fake_image image
	plugin_qemu 'echo "$@" >arguments; exit 1'
	expect 2 "$HOOKBENCH" run --explain --kernel ./image -o out
	no grep -q drivers= arguments
	for command in "run --drivers" "run --explain --drivers" "run --drivers --explain" "explain --drivers"; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" $command --kernel ./image -o out
		grep -qE -- '-plugin [^ ]*,p[0-9]+=-?[0-9]+,drivers=1( |$)' arguments
	done
	expect 2 "$HOOKBENCH" run --drivers
	says "--explain needs exact mode"
}

# dear FOLDER: a run of tests/cli/data with functions, but without drivers.
dear() {
	mkdir "$1"
	jq '.trials |= map(select(.round == 1))' "$repo/tests/cli/data/run.json" >"$1/result.json"
	jq '{schema: "hookbench-explain/1", kernel_release: .environment.kernel_release, workload: .plan.workload,
		payload: .plan.payload, trials: [.trials[] | {round, backend, control, operations,
		same_length: .operations, used: .operations, length: .operation.mode, functions: {f: .operation.mode}}]}' "$1/result.json" >"$1/explain.json"
}

@test "a stored run without drivers, with others, and with what is no number" {
	dear run
	expect 2 "$HOOKBENCH" explain --drivers run
	says "run does not show what makes instructions dear" "run --drivers"
	echo '{"schema": "hookbench-drivers/9"}' >run/drivers.json
	expect 2 "$HOOKBENCH" explain --drivers run
	says 'the unknown schema "hookbench-drivers/9"'
	jq '. + {schema: "hookbench-drivers/2", trials: [.trials[] | {round, backend, control, operations, used,
		drivers: {instructions: .length, plain: .length}, functions: {f: {instructions: .length, plain: .length}}}]}' \
		run/explain.json >run/drivers.json
	expect 0 "$HOOKBENCH" explain --drivers run
	says "What makes the instructions dear" "plain"
	cp -r run less
	jq '.trials[1].drivers.plain -= 1' run/drivers.json >less/drivers.json
	expect 3 "$HOOKBENCH" explain --drivers less
	says "the parts do not add up"
	jq '.trials[1].drivers.plain = "many"' run/drivers.json >less/drivers.json
	expect 2 "$HOOKBENCH" explain --drivers less
	says "are not numbers from 0 to 2^40"
	# Two runs, one without.
	dear old
	expect 2 "$HOOKBENCH" explain --drivers run old
	says "old does not show what makes instructions dear"
	expect 0 "$HOOKBENCH" explain --drivers --format json run run
	echo 'no JSON' >run/drivers.json
	expect 2 "$HOOKBENCH" explain --drivers run
	says "cannot read run/drivers.json"
	mkfifo fifo
	mv fifo run/drivers.json
	expect 2 "$HOOKBENCH" explain --drivers run
	says "run does not show what makes instructions dear"
}
