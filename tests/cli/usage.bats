#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # $0 of the inner shell
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The command line itself: what is accepted, and how wrong usage is reported.

load support

data=$BATS_TEST_DIRNAME/data

# The names of the workloads, a line each, as `list` shows them: without root too, with another status.
workloads() {
	"$HOOKBENCH" list -q --long --backends none 2>/dev/null | sed -n '/^Workloads:/,/^$/ s/^  \([^ ]*\) .*/\1/p'
}

# All that there are.
commands() {
	LC_ALL=C "$HOOKBENCH" --help | LC_ALL=C sed -n 's/^  \([a-z-]*\) .*/\1/p'
}

@test "--help and --version say what they should, on stdout, with status 0" {
	expect 0 "$HOOKBENCH" --help
	says "Usage: hookbench COMMAND" "list" "run"
	expect 0 "$HOOKBENCH" --version
	says "hookbench "
	for command in list run boot explain; do
		expect 0 "$HOOKBENCH" "$command" --help
		says "Usage: hookbench $command" "--kernel"
	done
}

@test "no abbreviation reaches an option that --help does not list" {
	for command in $(commands); do
		for option in --program --program-name --HANG --H; do
			# An option of these, which takes a file.
			[[ $option != --program || " list run explain regress plan bisect-step trace attach macro " != *" $command "* ]] || continue
			run "$HOOKBENCH" "$command" $option=1
			[ "$status" -ne 0 ]
			says "unknown option $option"
		done
		expect 0 "$HOOKBENCH" "$command" --usage
		says "Usage: hookbench $command"
		for help in "-?" -h; do
			expect 0 "$HOOKBENCH" "$command" "$help"
			says "Give this help list" "Examples:" "hookbench $command"
		done
		[ "$output" = "$("$HOOKBENCH" help "$command")" ]
	done
	# Those of listed options are taken.
	expect 2 "$HOOKBENCH" run --cyc 0
	says "--cycles takes"
}

@test "results that cannot be written are no success" {
	# A full disk is the machine's fault, and another attempt may do.
	for line in --version --help "run --help" "help run" "regress --usage" list "compare $data/run.json $data/run.json" "report --format go $data/run.json"; do
		# shellcheck disable=SC2086 # words
		expect 75 sh -c '"$0" "$@" >/dev/full' "$HOOKBENCH" $line
		says "cannot write the results to stdout: No space left on device"
	done
	# What nobody can write to is not.
	expect 2 sh -c '"$0" --version >&-' "$HOOKBENCH"
	says "cannot write the results to stdout: Bad file descriptor"
}

@test "a full disk, wherever something is written" {
	needs_root
	unshare --mount true || skip "no mount namespace can be made here (a chroot?)"
	mkdir "$BATS_TEST_TMPDIR/disk"
	cd "$BATS_TEST_TMPDIR" || return
	fake_image image
	while read -r line; do
		# shellcheck disable=SC2016,SC2086 # for the inner shell; words
		expect 75 unshare --mount bash -c 'mount -t tmpfs -o size=64k full disk && { head -c 1M /dev/zero >disk/filler; exec "$@"; } 2>&1' - $line
		says "No space left on device"
	done <<-EOT
		$HOOKBENCH report $data/run.json -o disk/out
		$HOOKBENCH history $data/run.json $data/run.json -o disk/out
		$HOOKBENCH plan --kernel ./image --bundle disk/bundle.tar
	EOT
}

@test "no command, or an unknown one, is wrong use" {
	expect 2 "$HOOKBENCH"
	says "Usage"
	expect 2 "$HOOKBENCH" frobnicate
	says 'no command "frobnicate"' "hookbench help"
}

@test "an unknown name is answered with the names that there are" {
	expect 2 "$HOOKBENCH" run --backends none,fprobe
	says 'unknown backend "fprobe"' "none, kprobe, kretprobe, kprobe+kretprobe"
	expect 2 "$HOOKBENCH" run --backends ""
	says 'unknown backend ""'
	expect 2 "$HOOKBENCH" run --workload strange
	says 'unknown workload "strange"' "$(workloads | paste -sd, | sed 's/,/, /g')"
	for wrong in "" "a b" do_unlinkat+0x10 1st; do
		expect 2 "$HOOKBENCH" run --target "$wrong"
		says "--target takes the name of a kernel function"
	done
	expect 2 "$HOOKBENCH" run --payload big
	says 'unknown payload "big"' "count"
	expect 2 "$HOOKBENCH" run --accel vmware
	says 'unknown accelerator "vmware"; use one of: exact, kvm, tcg, auto'
	expect 2 "$HOOKBENCH" run --colour
	says "unknown option --colour;" "run --help lists them"
	expect 2 "$HOOKBENCH" run words
	says "Too many arguments"
}

# The command line may come from somewhere else: a script, or the title of a pull request.
@test "words of the command line reach the terminal encoded" {
	for option in --target --payload --backends --accel --cycles --max-increase; do
		[ "$option" = --max-increase ] && command=compare || command=run
		expect 2 "$HOOKBENCH" "$command" "$option" $'a\e[31mb\nok 1'
		says 'a\x1b[31mb\nok 1'
		no says $'\e'
	done
}

@test "a misspelled name is answered with the one that may be meant" {
	expect 2 "$HOOKBENCH" rnu
	says "did you mean run?"
	expect 2 "$HOOKBENCH" help comapre
	says "did you mean compare?"
	expect 2 "$HOOKBENCH" run --backends fentri
	says "did you mean fentry?"
	expect 2 "$HOOKBENCH" run --payload cuont
	says "did you mean count?"
	expect 2 "$HOOKBENCH" run --workload conect
	says "did you mean connect?"
	expect 2 "$HOOKBENCH" run --beside ftrcae
	expect 2 "$HOOKBENCH" run --kernal 6.12 --cycles 1
	says "unknown option --kernal (did you mean --kernel?)"
	# What belongs to an option or a command is none.
	expect 2 "$HOOKBENCH" run --append --no-such-option --kernel ./missing
	no says "unknown option"
	expect 2 "$HOOKBENCH" attach -q fprobe -- true --no-such-option
	no says "unknown option"
	expect 2 "$HOOKBENCH" compare --format=csv -- --missing-run --other
	no says "unknown option"
}

@test "numbers must be whole and in range" {
	for wrong in 0 -1 1x 1.5 "" k 99999999999999999999 1000000000000; do
		expect 2 "$HOOKBENCH" run --cycles "$wrong"
		says "--cycles takes a whole number from 1 to" "\"$wrong\""
	done
	for wrong in 5 ns 0ns -1ns 5us 2%% ""; do
		expect 2 "$HOOKBENCH" run --precision "$wrong"
		says "--precision takes nanoseconds or per cent"
	done
	expect 2 "$HOOKBENCH" run --rate 0
	says "--rate takes"
	expect 2 "$HOOKBENCH" run --threads 1,,2
	says "--threads takes"
	expect 2 "$HOOKBENCH" run --rounds 0
	says "--rounds takes"
	expect 2 "$HOOKBENCH" run --threads 100k
	says "--threads takes"
}

@test "options that do not go together are refused" {
	expect 2 "$HOOKBENCH" run --kernel 6.12 --threads 2
	says "exact mode has one CPU"
	for option in --precision=5ns --rate=100; do
		expect 2 "$HOOKBENCH" run --kernel 6.12 $option
		says "exact mode counts instructions"
	done
	expect 2 "$HOOKBENCH" run --kernel 6.12 --cpus 0
	says "--cpus names CPUs of this machine"
	expect 2 "$HOOKBENCH" run --max-time 5
	says "--max-time needs --precision"
	expect 2 "$HOOKBENCH" explain --kernel 6.1 --kernel 6.12 --copies 1,2
	says "one value of --copies, not 2" "use hookbench run or regress to measure several"
	expect 2 "$HOOKBENCH" run --kernel 6.12 --dir /tmp
	says "--dir"
	for option in --cpu-model=max --accel=exact --append=quiet --timeout=9; do
		expect 2 "$HOOKBENCH" run $option
		says "--kernel"
	done
	expect 2 "$HOOKBENCH" boot
	says "name it with --kernel"
}

@test "limits that are too small are named before anything is done" {
	expect 2 bash -c 'ulimit -s 160; exec "$0" run --backends none' "$HOOKBENCH"
	says "the stack is limited to 160 KiB (ulimit -s): allow at least 1024"
	expect 2 bash -c 'ulimit -n 20; exec "$0" report x' "$HOOKBENCH"
	says "the number of open files is limited to 20 (ulimit -n): allow at least 64"
	# For git bisect, 2 would be a verdict.
	expect 128 bash -c 'ulimit -n 20; exec "$0" bisect-step' "$HOOKBENCH"
}

@test "the smallest limits that are allowed suffice" {
	cd "$BATS_TEST_TMPDIR"
	small() {
		# shellcheck disable=SC2016
		expect "$1" bash -c 'ulimit -s 1024; ulimit -n 64; exec "$@"' - "$HOOKBENCH" "${@:2}"
	}
	local run=$repo/tests/cli/data/run.json
	small 0 compare "$run" "$run"
	small 0 report "$run" -o report
	small 2 run --kernel /nowhere
	[ "$(id -u)" -eq 0 ] || return 0
	run bash -c 'ulimit -s 1024; ulimit -n 64; exec "$0" run --backends none --rounds 2 --cycles 50' "$HOOKBENCH"
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ]
	says "Stored in"
}

@test "the manual page names every option and command, and no other" {
	local page="$repo/hookbench.1" in_help in_page
	in_help=$( (
		echo --version
		for command in $(commands); do
			"$HOOKBENCH" "$command" --help
		done
	) | grep -oE -- '--[a-z][a-z-]+' | sort -u)
	in_page=$(sed 's/\\-/-/g' "$page" | grep -oE -- '--[a-z][a-z-]+' | sort -u)
	diff <(echo "$in_help") <(echo "$in_page")
	for command in $(commands); do
		sed 's/\\-/-/g' "$page" | grep -q "hookbench $command"
	done
}

# What does not depend on the machine's state.
say_all() {
	local data=$repo/tests/cli/data command
	for command in $(commands); do
		"$HOOKBENCH" "$command" --help
		"$HOOKBENCH" "$command" --no-such-option 2>&1 || true
	done
	"$HOOKBENCH" run --cycles 1.5 2>&1 || true
	"$HOOKBENCH" run --cycles 1,5 2>&1 || true
	for format in table markdown json csv junit ktap; do
		"$HOOKBENCH" compare --force --format $format "$data/nanoseconds.json" "$data/nanoseconds.json" || true
	done
	"$HOOKBENCH" report -q "$data/nanoseconds.json" -o page
	cat page/*.html page/*.md page/*.csv page/hdr/* page/plots/*.gnuplot
	rm -r page
	"$HOOKBENCH" run -q --kernel ./image -o run 2>&1
	jq 'del(.tool.max_rss_kib, .started)' run/result.json
	rm -r run
	"$HOOKBENCH" explain run/no-such 2>&1 || true
	"$HOOKBENCH" doctor --sysroot root --format json || true
}

@test "every command says the same in any locale" {
	cd "$BATS_TEST_TMPDIR" || return
	answering_qemu
	kernel image .
	mkdir root
	LC_ALL=C say_all >in-c
	[ "$(wc -l <in-c)" -gt 500 ]
	for locale in de_DE.UTF-8 tr_TR.UTF-8; do
		make_locale $locale
		LC_ALL=$locale say_all >in-$locale
		diff in-c in-$locale
	done
}

@test "a workload is a row, a file, a program and a line of the documentation's table" {
	local rows=$BATS_TEST_TMPDIR/rows
	workloads | sort >"$rows"
	grep -qx create-unlink "$rows"
	diff "$rows" <(cd "$repo/workloads" && for file in *.c; do echo "${file%.c}"; done | grep -vxE "workloads|guarded_probe" | sort)
	diff "$rows" <(sed -n '/^| workload | what is timed/,/^$/ s/^| `\([^`]*\)` .*/\1/p' "$repo/docs/hooks.md" | sort)
	bin=$(dirname "$HOOKBENCH")/../workloads/bin
	[ -d "$bin" ] || skip "not in its build folder"
	diff "$rows" <(cd "$bin" && for file in *; do echo "$file"; done | sort)
}

@test "the manual page is well-formed" {
	command -v man >/dev/null || skip "man is not installed"
	run man --warnings -E UTF-8 -l -Tutf8 -Z "$repo/hookbench.1"
	[ "$status" -eq 0 ]
	[[ $output != *warning* ]]
}
