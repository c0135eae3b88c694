#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What make runs: each target's script, with the smallest sizes, in a tree of its own where nothing is
# installed or built. A VM is a script in QEMU's place. (setup, fetch-kernel, baselines and others have
# files of their own.)

load support

setup() {
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree/build" "$tree/bin"
	cd "$tree" || return
	cp -r "$repo/scripts" "$repo/Makefile" .
	ln -s "$(realpath "$(dirname "$HOOKBENCH")/..")" build/release
	tool scripts/setup 'echo "setup $*" >>calls'
	tool scripts/build 'echo "build $*" >>calls'
	tool scripts/fetch-kernel 'for name; do echo "$PWD/$name"; done'
	PATH=$tree/bin:$PATH
}

# tool PATH SCRIPT: a program that is a script.
tool() {
	printf '#!/bin/bash\n%s\n' "$2" >"$1"
	chmod +x "$1"
}

# images NAME...: for the VM that is a script.
images() {
	answering_qemu
	for name; do
		kernel "$name" '.environment.kernel_release = "'"$name"'.0"'
	done
}

@test "each target of the Makefile has a script that is there" {
	targets=$(sed -n '/^\.PHONY/,/[^\\]$/p' Makefile | sed 's/^\.PHONY://; s/\\$//')
	[[ " $(xargs <<<"$targets") " == *" all help bench "*" clean "* ]]
	for target in $targets; do
		make -n "$target" >recipe
		while read -r script; do
			echo "$target: $script"
			[ -x "$repo/$script" ]
		done < <(grep -o 'scripts/[a-z-]*' recipe)
	done
	expect 0 make clean
	[ ! -e build ]
}

@test "make help says what each target is for" {
	expect 0 make help
	targets=$(sed -n '/^\.PHONY/,/[^\\]$/p' Makefile | sed 's/^\.PHONY://; s/\\$//')
	for target in $targets; do
		[ "$target" = all ] || says " $target"
	done
}

@test "bench: a kernel that is named, and wrong words" {
	images 6.1
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
	expect 0 make bench KERNEL=./6.1 BACKENDS=kprobe,fentry ROUNDS=2 CYCLES=1000
	says "kprobe" "fentry"
	[ -s "$(echo results/runs/*/report.html)" ]
	[ "$(cat calls)" = $'setup build measure\nbuild release' ]
	expect 2 env ROUNDS=x scripts/bench
	says "--rounds takes"
}

@test "bench-boot: a kernel's run beside its boot" {
	command -v hyperfine >/dev/null || skip "hyperfine is not installed"
	images 6.1
	expect 0 env KERNEL=./6.1 RUNS=1 scripts/bench-boot
	# A busy machine may have something to say before it.
	grep -E '^ 1  run +[0-9.]+ s +first +[0-9.]+ s +boot +[0-9.]+ s +as a bzImage +[0-9.]+ s$' <<<"$output"
	for ratio in "run / boot" "first run / boot" "run / boot as a bzImage" "first run / boot as a bzImage" \
		"boot / boot as a bzImage"; do
		grep -E "^median ratio $ratio: [0-9.]+ .target: at most [0-9.]+., 1 runs each$" <<<"$output"
	done
	[ "$(wc -l <booted)" -eq 5 ]
	[ "$(grep -c "^$PWD/6.1$" booted)" -eq 1 ]
}

@test "bench-program: two backends, four, and two with a program" {
	command -v hyperfine >/dev/null || skip "hyperfine is not installed"
	images 6.1
	expect 0 env KERNEL=./6.1 RUNS=1 PROGRAM="$repo/tests/kernel/programs/tp.bpf.c" scripts/bench-program
	[[ ${lines[0]} =~ ^\ 1\ \ two\ backends\ +[0-9.]+\ s\ +four\ +[0-9.]+\ s\ +two\ and\ a\ program\ +[0-9.]+\ s$ ]]
	says "medians of 1 runs: two more backends take " "a program and its twin "
	expect 2 env KERNEL=./6.1 PROGRAM=./missing.bpf.c scripts/bench-program
	says "cannot read ./missing.bpf.c"
}

@test "test-programs: what adds up, what does not, and what cannot be measured" {
	images 6.1
	mkdir -p tests/kernel
	cp -r "$repo/tests/kernel/programs" tests/kernel
	# The others need no types of a kernel, which this image has not.
	sed -i 's/ rich"/"/' scripts/test-programs
	# What a guest says of programs that cost 10 and 13 instructions.
	programs='.plan.programs = [{"arm": "kprobe-2", "twin": "kprobe-2.twin", "source": "kprobe.bpf.c",
		"checksum": "crc32:00000001", "compiler": null}] | .plan.backends += ["kprobe-2", "kprobe-2.twin"] |
		.backends += [.backends[1] | .backend = ("kprobe-2", "kprobe-2.twin")] |
		.trials += [.trials[] | select(.backend == "none" and .control) | .control = false |
			(.backend = "kprobe-2" | .position = 7 | .operation.mode += 13),
			(.backend = "kprobe-2.twin" | .position = 8 | .operation.mode += 10)] |
		.trials |= sort_by(.round, .position)'
	jq -c "$programs" answers/6.1.json >changed
	mv changed answers/6.1.json
	expect 0 env KERNELS=6.1 scripts/test-programs
	says "6.1    2 programs measured"
	echo 'exit 1' >answers/6.1.sh
	expect 2 env KERNELS=6.1 scripts/test-programs
	says "test-programs: cannot measure $PWD/6.1"
}

@test "test-boots: what differs is shown, and what did not start as it should" {
	images 6.1
	expect 0 env KERNELS=6.1 TIMES=0 scripts/test-boots
	says "6.1 " "backends compared, over 2 boots and 0 continuations"
	# This QEMU takes no snapshots: what should continue boots.
	expect 2 env KERNELS=6.1 TIMES=1 scripts/test-boots
	says "test-boots: $PWD/6.1 did not start as it should"
	# The second boot of the image costs one instruction more; of a hook that varies, up to four do not count.
	jq -c '.backends |= map(if .backend == "fentry" then .varies = "by chance" else . end) |
		.trials |= map(if .backend == "kprobe" then .operation.mode += 1 elif .backend == "fentry" then .operation.mode += 4 else . end)' \
		answers/6.1.json >answers/more.json
	jq -c '.backends |= map(if .backend == "fentry" then .varies = "by chance" else . end)' answers/6.1.json >answers/same.json
	echo '[ "$(wc -l <'"$PWD"'/booted)" -eq 1 ] && answer='"$PWD"'/answers/same || answer='"$PWD"'/answers/more' >answers/6.1.sh
	rm booted
	expect 1 env KERNELS=6.1 TIMES=0 scripts/test-boots
	says "unpacked: DIFFERS" "kprobe 373 374 0"
	no says "fentry"
	# On two CPU models, with two seeds each.
	rm booted answers/6.1.sh
	expect 0 env KERNELS=6.1 TIMES=0 SEEDS=2 MODELS="qemu64 EPYC" scripts/test-boots
	says "6.1        qemu64: " "6.1        EPYC: " "over 4 boots"
}

@test "bench-harness: a pair of measurements" {
	needs_root
	expect 0 env PAIRS=1 scripts/bench-harness
	says "create-unlink, clock " "median of 1 pairs of 5000 cycles:" "  measured " "  bare " "  ratio " "one recording "
	expect 2 env PAIRS=0 scripts/bench-harness
	says "a number of pairs, 1 to 101"
}

@test "bench-macro: the three commands, once each" {
	needs_root
	command -v hyperfine >/dev/null || skip "hyperfine is not installed"
	command -v git >/dev/null || skip "git is not installed"
	# Smaller, and with the same interface.
	sed -i 's/:-1000/:-2/' scripts/macro-tree
	sed -i 's/files=${2:-2000}/files=20/' scripts/macro-repository
	run env BACKENDS=none ROUNDS=1 RUNS=1 TMPDIR="$BATS_TEST_TMPDIR" scripts/bench-macro
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] # 3: the machine was too restless
	for name in create-unlink rm-tree git-checkout; do
		jq -e '.trials | length == 2' results/runs/*-macro-$name/result.json
	done
	[ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'hookbench-macro-*')" ]
}

@test "bench-matrix: all kernels of the list, one VM and two at a time" {
	images 6.1 6.2
	mkdir -p results/baselines
	printf '# comment\n6.1\n6.2\n' >results/baselines/kernels.txt
	expect 0 scripts/bench-matrix
	says "2 kernels, 1 VM at a time: " "2 kernels, 2 VMs at a time: " "each boots: " "times as fast" "ratio snapshots / boots: " \
		"two boots of one kernel at a time"
	echo 'exit 1' >answers/6.2.sh
	expect 2 scripts/bench-matrix
	says "of 2 kernels, only 1 could be measured"
}

@test "bench-shards: one shard and two at a time are the same matrix" {
	images 6.1 6.2
	for name in 6.1 6.2; do
		jq -c '.plan.payload = "empty"' answers/$name.json >answers/$name-empty.json
		echo 'case $request in *\"payload\":\"empty\"*) answer=$answer-empty ;; esac' >answers/$name.sh
	done
	expect 0 env CYCLES=1000 KERNELS="6.1 6.2" scripts/bench-shards
	says "2 kernels, two payloads, 4 shards, one at a time: " "two at a time: " "each cell boots" "merged, all four are the same matrix" \
		"two shards at a time are " "two independent boots of one kernel at a time do "
	# Another number in the second half of the boots.
	echo '[ "$(wc -l <'"$PWD"'/booted)" -le '$(($(wc -l <booted) / 2))' ] || answer=$answer-other' >>answers/6.2.sh
	rm booted
	for name in 6.2 6.2-empty; do jq -c '.trials |= map(if .backend == "kprobe" then .operation.mode += 7 else . end)' answers/$name.json >answers/$name-other.json; done
	expect 2 env CYCLES=1000 KERNELS="6.1 6.2" scripts/bench-shards
	says "differ"
	echo 'exit 1' >answers/6.2.sh
	expect 2 env CYCLES=1000 KERNELS="6.1 6.2" scripts/bench-shards
	says "bench-shards: a shard failed"
}

@test "the benchmarks' figures in other locales" {
	command -v hyperfine >/dev/null || skip "hyperfine is not installed"
	images 6.1 6.2
	mkdir -p results/baselines
	printf '6.1\n6.2\n' >results/baselines/kernels.txt
	for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
		make_locale $locale
		expect 0 env LC_ALL=$locale scripts/bench-matrix
		[[ $output =~ "1 VM at a time: "([0-9]+\.[0-9])" s" ]]
		[ "${BASH_REMATCH[1]}" != 0.0 ]
		[[ $output =~ [0-9]\.[0-9][0-9]\ times\ as\ fast ]]
		expect 0 env LC_ALL=$locale KERNEL=./6.1 RUNS=1 scripts/bench-boot
		[[ $output =~ ratio\ run\ /\ boot:\ [0-9]+\.[0-9][0-9]\  ]]
	done
}

@test "calibrate: a set of two rounds" {
	needs_root
	run env SETS=1 ROUNDS=2 LIMITS=2 scripts/calibrate
	# 1: two rounds do not say how good the intervals are.
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ]
	says "1 sets of 2 rounds of 14 trials of 500 operations" "false alarms, none against none" \
		"coverage, simulated with this noise" "and lies in the interval" \
		"and is estimated at" "coverage, of all these delays" "coverage, stopped by it" \
		"false alarms, pairs drawn anew" "Intervals of the median, 1 sets" "Intervals of the mean of the fastest quarter" \
		"--max-time 2, a run" \
		"This machine is too noisy" "Too few rounds for intervals: 6 are needed"
	run env SETS=1 ROUNDS=6 CYCLES=50 LIMITS=2 scripts/calibrate
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ]
	says "half-sample mode" "right about two costs" "benchstat"
	expect 2 env SETS=0 scripts/calibrate
	says "a number of sets"
	expect 2 env ROUNDS=1001 scripts/calibrate
	says "of rounds, 2 to 1000"
	# What was recorded is judged again; what is none, is not.
	run env RECORDINGS=build/calibrate.gz scripts/calibrate
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ]
	says "1 sets of 6 rounds of 14 trials of 50 operations"
	# How well it is compressed differs between machines.
	head -c $(($(stat -c %s build/calibrate.gz) / 2)) build/calibrate.gz >truncated.gz
	expect 2 env RECORDINGS=truncated.gz scripts/calibrate
	says "truncated"
}

@test "regress: the kernels of KERNELS, one after the other" {
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
	images 6.1 6.2
	expect 0 env KERNELS="./6.1 ./6.2" BACKENDS=kprobe,fentry JOBS=1 MAX_INCREASE=5 scripts/regress
	says "6.1.0 -> 6.2.0"
	[[ $output == *"regress: status 0: no regression" ]]
	[ "$(wc -l <booted)" -eq 2 ]
	# make has one status for all that fail: the line before its own says which it was.
	kernel 6.2 '.environment.kernel_release = "6.2.0" | .trials |= map(.operation.mode += 9)'
	expect 0 env KERNELS="./6.1 ./6.2" JOBS=1 scripts/regress
	expect 1 env KERNELS="./6.1 ./6.2" JOBS=1 GATE_BASE=yes scripts/regress
	[[ $output == *"regress: status 1: a regression" ]]
	expect 2 make regress KERNELS="./6.1 ./6.2" GATE_BASE=yes
	says "regress: status 1: a regression"
}

@test "report: of the runs that are named, of the newest, and of none" {
	command -v gnuplot >/dev/null || skip "gnuplot is not installed"
	expect 2 scripts/report
	says "no stored run in results/runs" "RUNS=" "make bench"
	images 6.1 6.2
	for name in 6.1 6.2; do
		expect 0 "$HOOKBENCH" run -q --kernel ./$name -o results/runs/$name
	done
	expect 0 make report RUNS="results/runs/6.1 results/runs/6.2" OUTPUT=both
	[ -s both/report.html ]
	touch -d "1 hour ago" results/runs/6.2/result.json
	expect 0 scripts/report
	[ -s results/runs/6.1/report.html ]
	[ ! -e results/runs/6.2/report.html ]
}

@test "fuzz: nothing found, an input that breaks a target, and no looking" {
	mkdir -p tests/fuzz/corpus/{one,two} build/fuzz/tests/fuzz
	touch tests/fuzz/corpus/one/seed
	for wrong in 0 x 1.5 -1; do
		expect 2 env FUZZ_SECONDS=$wrong scripts/fuzz
		says "FUZZ_SECONDS must be a whole number of seconds, not \"$wrong\""
	done
	expect 2 scripts/fuzz three
	says 'there is no target "three"; there are: one two'
	[ ! -e calls ]
	for target in one two; do
		tool build/fuzz/tests/fuzz/fuzz_$target 'echo "$0 $@" >>words
echo "#99 DONE cov: 321 ft: 5"
echo "Done 99 runs in 1 second(s)"'
	done
	expect 0 env FUZZ_SECONDS=3 scripts/fuzz
	says "fuzz: one: nothing found: 99 executions in 1 s, coverage 321" "fuzz: two: nothing found"
	# The time is for all.
	[ "$(grep -c -- "-max_total_time=2 .*/\(one\|two\)$" words)" -eq 2 ]
	[ "$(ls tests/fuzz/corpus/one)" = seed ]
	[ "$(cat calls)" = $'setup build fuzz\nbuild fuzz' ]
	expect 0 env FUZZ_SECONDS=3 scripts/fuzz two
	[[ $output != *one:* ]]
	tool build/fuzz/tests/fuzz/fuzz_one 'echo "ERROR: overflow"; echo "Test unit written to build/fuzz/crash-1"; exit 77'
	expect 1 env FUZZ_SECONDS=1 scripts/fuzz
	says "ERROR: overflow" "build/fuzz/crash-1 breaks one" "-minimize_crash=1" "fuzz: two: nothing found"
	tool build/fuzz/tests/fuzz/fuzz_two 'exit 3'
	expect 2 env FUZZ_SECONDS=1 scripts/fuzz
	says "ended with status 3"
}

@test "fuzz: each folder of the corpus has a target, which the build makes" {
	for folder in "$repo"/tests/fuzz/corpus/*/; do
		grep -E "^foreach\(target .*\b$(basename "$folder")\b" "$repo/tests/fuzz/CMakeLists.txt"
	done
	jq -e '[.buildPresets[] | select(.name == "fuzz").targets] == [["fuzz_targets"]]' "$repo/CMakePresets.json"
}

# faults_tree: what test-faults needs of the repository.
faults_tree() {
	cp -r "$repo/tests" .
	rm build/release
	ln -s "$(realpath "$(dirname "$HOOKBENCH")/..")" build/sanitize
	ln -s sanitize build/ci
}

@test "test-faults: a few seconds of each suite, and wrong words" {
	faults_tree
	expect 2 env FAULT_SECONDS=0 scripts/test-faults
	says 'FAULT_SECONDS must be a number of seconds, not "0"'
	expect 2 env SEED=x scripts/test-faults
	says 'SEED must be a number, not "x"'
	expect 2 env SUITES="guests others" scripts/test-faults
	says 'there is no "others"'
	[ ! -e calls ]
	expect 0 env FAULT_SECONDS=4 SEED=1 TMPDIR="$BATS_TEST_TMPDIR" scripts/test-faults
	for suite in guests inputs kills situations; do
		[[ $output =~ rows\ of\ $suite\ +[1-9] ]]
	done
	says "test-faults: seed 1, " "hostile guests" "found: crash             0"
	[ -z "$(find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'hookbench-faults.*')" ]
}

@test "test-faults finds what it looks for" {
	faults_tree
	rm build/ci
	mkdir -p build/ci/bench build/ci/tests
	ln -s "$(realpath build/sanitize)/tests/faults" build/ci/tests/faults
	while IFS='|' read -r kind script; do
		tool build/ci/bench/hookbench "$script"
		expect 1 env FAULT_SECONDS=1 SUITES=guests SEED=2 TMPDIR="$BATS_TEST_TMPDIR" scripts/test-faults
		[[ $output =~ found:\ $kind\ +[1-9] ]]
		[ -n "$(ls build/faults)" ]
	done <<'EOT'
crash|kill -SEGV $$
left|: >"$TMPDIR/file"; echo "hookbench: no" >&2; exit 2
left|(sleep 100 >&- 2>&- &) ; echo "hookbench: no" >&2; exit 2
left|: >file; echo "hookbench: no" >&2; exit 2
escape|: >../hookbench-escape; echo "hookbench: no" >&2; exit 2
status|exit 7
silent|exit 2
raw|printf 'hookbench: \033[2J\n' >&2; exit 2
messages|echo "hookbench: something else" >&2; exit 2
EOT
}

@test "build: quiet if it works, all that was said if it does not" {
	cp "$repo/scripts/build" scripts
	tool bin/cmake 'echo "cmake $*" >>calls; echo "a lot of text"; [ "$2" != no-such ]'
	expect 0 scripts/build ci
	[ "$output" = "Building (ci)." ]
	[ "$(cat calls)" = $'cmake --preset ci\ncmake --build --preset ci' ]
	expect 2 scripts/build no-such
	says "a lot of text" "the preset no-such does not build" "scripts/setup build"
}

@test "test: both trees are built, and their tests run with what is passed on" {
	mkdir -p tests/kernel
	printf '# comment\n6.1\n' >tests/kernel/kernels.txt
	tool scripts/build-guest 'echo "build-guest $*" >>calls'
	tool bin/ctest 'echo "ctest $*" >>calls; [ ! -e broken ]'
	expect 0 scripts/test -R unit/histogram
	grep -q "^build ci$" calls
	grep -q "^build-guest arm64$" calls
	grep -q "^build sanitize$" calls
	grep -q "^ctest --test-dir build/sanitize .*-L unit|cli --parallel $((2 * $(nproc) + 1)) -R unit/histogram$" calls
	grep -q "^ctest --test-dir build/ci .*-L kernel --parallel $(($(nproc) + 1)) -R unit/histogram$" calls
	no grep -q test-faults calls
	tool scripts/test-faults 'echo "test-faults $FAULT_SECONDS" >>calls'
	expect 0 scripts/test
	[ "$(tail -n 1 calls)" = "test-faults 120" ]
	touch broken
	no scripts/test
}

@test "build-guest: of this machine's architecture there is nothing to do; others are named" {
	case $(uname -m) in
	aarch64) own=arm64 ;;
	*) own=x86-64 ;;
	esac
	expect 0 "$repo/scripts/build-guest" $own
	[ -z "$output" ]
	expect 2 "$repo/scripts/build-guest" s390x
	says "name an architecture, arm64 or x86-64, not 's390x'"
	expect 2 "$repo/scripts/build-guest"
	says "not ''"
}

@test "kernel-hook, which is copied alone, has the guards of guard.bash" {
	for name in printable show distrust check_descriptors; do
		for file in guard.bash kernel-hook; do
			sed -n "/^$name() {/,/^}/p" "$repo/scripts/$file" >"$file.$name"
			[ -s "$file.$name" ]
		done
		diff guard.bash.$name kernel-hook.$name
	done
}

@test "guards: what is printable, and what is not UTF-8" {
	# shellcheck source=scripts/guard.bash
	. "$repo/scripts/guard.bash"
	[ "$(printf 'a\tgr\xc3\xbcn \xe6\x97\xa5 \xf0\x9f\x98\x80\nb\\n' | printable)" = $'a\tgrün 日 😀\nb\\n' ]
	[ "$(printf '\x1b[m\a\x7f\x9b\xc2\x9b\r\xc3' | printable)" = '\x1b[m\x07\x7f\x9b\xc2\x9b\x0d\xc3' ]
	# Longer than it need be, a surrogate, beyond Unicode, cut, and what turns text around.
	[ "$(printf '\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xe6\x97 \xe2\x80\xae \xd8\x9c' | printable)" = \
		'\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xe6\x97 \xe2\x80\xae \xd8\x9c' ]
	show $'a\nb\e' c
	[ "$shown" = 'a b\x1b c' ]
	show "$(head -c 5000 /dev/zero | tr '\0' x)"
	[ "${#shown}" -eq 1003 ]
}

# ---- what make check compares ----

# A tree with two layers, which git knows.
@test "check-tidy: what has passed is read again only if something of it has changed" {
	mkdir -p build/ci src cache
	echo 'int a(void);' >src/a.h
	echo '#include "src/a.h"' | tee src/a.c >src/b.c
	echo 'Checks: none' >.clang-tidy
	for name in a b; do
		jq -n --arg root "$PWD" --arg name "$name" '{file: "\($root)/src/\($name).c",
			command: "cc -I\($root) -o \($name).o -c \($root)/src/\($name).c"}'
	done | jq -s . >build/ci/compile_commands.json
	tool bin/clang-tidy 'for last; do :; done; case $* in --version) echo 1 ;; *) echo "$last" >>calls; ! grep -q bad "$last" ;; esac'
	export XDG_CACHE_HOME=$PWD/cache
	expect 0 scripts/check-tidy src/a.c src/b.c
	[ "$(sort calls | xargs)" = "src/a.c src/b.c" ]
	expect 0 scripts/check-tidy src/a.c src/b.c
	says "clang-tidy: 2 files, 0 of them new or changed"
	echo '/* NOLINT */' >>src/b.c
	expect 0 scripts/check-tidy src/a.c src/b.c
	[ "$(wc -l <calls)" -eq 3 ]
	echo 'int more(void);' >>src/a.h
	expect 0 scripts/check-tidy src/a.c src/b.c
	[ "$(wc -l <calls)" -eq 5 ]
	echo 'Checks: all' >.clang-tidy
	expect 0 scripts/check-tidy src/a.c src/b.c
	[ "$(wc -l <calls)" -eq 7 ]
	# Findings are not forgotten.
	echo '// bad' >>src/b.c
	expect 1 scripts/check-tidy src/a.c src/b.c
	expect 1 scripts/check-tidy src/a.c src/b.c
	[ "$(wc -l <calls)" -eq 9 ]
	expect 2 scripts/check-tidy src/a.c src/c.c
	says "check-tidy: a file is not one of build/ci/compile_commands.json"
	echo 'int a(;' >src/a.h
	echo '#error no' >>src/a.c
	expect 2 scripts/check-tidy src/a.c
}

two_layers() {
	mkdir -p bench/base bench/model cmake tests/unit/base
	printf 'bench/base:\nbench/model: bench/base\n' >cmake/layers.txt
	echo '#include "bench/model/run.h"' >bench/model/run.c
	echo '#include "bench/base/text.h"' >bench/model/run.h
	echo 'int text(void);' >bench/base/text.h
	echo '#include "bench/base/text.h"' >bench/base/text.c
	git init -q .
	scripts/check-layers --markdown >shown
	{ echo '<!-- layers -->' && cat shown && echo '<!-- /layers -->'; } >CONTRIBUTING.md
}

@test "check-layers: what is right, upwards, unknown, in a ring, and not shown" {
	command -v git >/dev/null || skip "git is not installed"
	two_layers
	expect 0 scripts/check-layers
	[ -z "$output" ]
	grep -qx '| `bench/base` | – |' shown
	grep -qx '| `bench/model` | `bench/base` |' shown
	echo '#include "bench/model/run.h"' >>bench/base/text.h
	expect 1 scripts/check-layers
	says "bench/base/text.h:2: bench/base may not include bench/model/run.h" "modules include each other in a ring:" \
		"folders include each other in a ring:"
	echo '#include "text.h"' >bench/base/text.h
	expect 1 scripts/check-layers
	says 'bench/base/text.h:1: "text.h" is not a path from the root'
	: >bench/base/text.h
	mkdir bench/other
	echo '#include "bench/base/text.h"' >bench/other/new.c
	expect 1 scripts/check-layers
	says "bench/other/new.c:1: bench/other has no row in cmake/layers.txt"
	echo 'bench/other: bench/base' >>cmake/layers.txt
	expect 1 scripts/check-layers
	says "CONTRIBUTING.md does not show cmake/layers.txt" '> | `bench/other` | `bench/base` |'
	rm -r bench/other
	expect 1 scripts/check-layers
	says "bench/other has a row, but does not exist"
	sed -i 's/^bench\/base:/bench\/base: bench\/model/' cmake/layers.txt
	expect 1 scripts/check-layers
	says "cmake/layers.txt:1: bench/model has no row above this one"
	expect 2 scripts/check-layers --all
}

@test "check-tests: what is tested, listed, missing, and listed without need" {
	command -v git >/dev/null || skip "git is not installed"
	two_layers
	list=tests/unit/untested.txt
	: >tests/unit/base/test_text_and_more.c
	echo 'bench/model/run  why' >$list
	expect 0 scripts/check-tests
	[ -z "$output" ]
	: >bench/base/text_and_more.c
	expect 1 scripts/check-tests
	[ "$output" = "bench/base/text.c has no test in tests/unit/, and no line in $list that says why" ]
	rm bench/base/text_and_more.c
	: >tests/unit/base/test_other.c
	expect 1 scripts/check-tests
	[ "$output" = "tests/unit/base/test_other.c: there is no module in bench/base that it tests" ]
	rm tests/unit/base/test_other.c
	printf '%s\n' 'bench/base/gone  why' 'bench/base/text  why' 'bench/model/run' >$list
	expect 1 scripts/check-tests
	says "$list: bench/base/gone is gone" "$list: bench/base/text has a test, tests/unit/base/test_text_and_more.c" \
		"$list: bench/model/run has no reason"
	printf '%s\n' 'bench/model/*  see tests/cli/none.bats.' 'bench/base/gone' >$list
	expect 1 scripts/check-tests
	says "bench/model/*: tests/cli/none.bats is not there" "its lines are not sorted"
	no says "bench/model/run.c has no test"
}

@test "check-sizes: files above 450 lines" {
	command -v git >/dev/null || skip "git is not installed"
	two_layers
	seq 450 >bench/base/text.c
	expect 0 scripts/check-sizes
	seq 451 >bench/base/text.c
	expect 1 scripts/check-sizes
	[ "$output" = "bench/base/text.c has 451 lines; at most 450 are allowed" ]
}

@test "slurm/shard: a cache in a temporary folder is shared, and emptied by the last job" {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir tmp
	# In hookbench's place: keeps something, and waits until it may end.
	cat >hookbench <<-'EOT'
		#!/bin/bash
		mkdir -p "$XDG_CACHE_HOME/hookbench"
		echo "$XDG_CACHE_HOME" >>places
		touch "$XDG_CACHE_HOME/hookbench/$SLURM_ARRAY_TASK_ID" "begun-$SLURM_ARRAY_TASK_ID"
		until [ -e "end-$SLURM_ARRAY_TASK_ID" ]; do sleep 0.05; done
	EOT
	chmod +x hookbench
	job() { env -u SLURM_TMPDIR HOME=/proc/none XDG_CACHE_HOME=/proc/none HOOKBENCH=./hookbench TMPDIR="$PWD/tmp" SLURM_ARRAY_TASK_ID="$1" "$repo/scripts/slurm/shard" cells 2 3>&-; }
	job 1 &
	first=$!
	job 2 &
	second=$!
	wait_for test -e begun-1
	wait_for test -e begun-2
	touch end-1
	wait $first
	[ "$(sort -u places)" = "$PWD/tmp/hookbench-$(id -u)" ]
	# The other one still uses it.
	[ -e "tmp/hookbench-$(id -u)/hookbench/1" ]
	touch end-2
	wait $second
	[ -z "$(find tmp -type f)" ]
	# Where it is a link, it may lead to a folder of somebody's.
	rm -r tmp/* places
	mkdir victim
	touch victim/file
	ln -s "$PWD/victim" "tmp/hookbench-$(id -u)"
	job 1
	[ "$(find victim -mindepth 1)" = victim/file ]
	[[ $(<places) == "$PWD/tmp/tmp."* ]]
	[ -z "$(find tmp -type f)" ]
}
