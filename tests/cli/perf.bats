#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2154 # set by bats, or by support.bash
# perf under a hook: scripts/perf-stat and perf-record, files fetched from a VM, and the page of call stacks.
# Odd machines are a script in perf's place; hooks are raw_tp's, which most kernels take.

load support
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	unset SUDO_UID SUDO_USER
}

needs_perf() {
	perf stat -e task-clock -- true >/dev/null 2>&1 || skip "there is no perf here, or it may not count"
}

# fake_perf SCRIPT: first in PATH; it has the version 6.1 unless it says otherwise.
fake_perf() {
	mkdir -p bin
	printf '#!/bin/sh\n[ "$1" != --version ] || { echo "perf version ${version:-6.1.0}"; exit; }\n%s\n' "$1" >bin/perf
	chmod +x bin/perf
	PATH="$PWD/bin:$PATH"
}

# What perf's -o names, in a fake's script.
find_output='while [ "$1" != -o ]; do shift; done; out=$2'

stat() {
	expect "$1" "$repo/scripts/perf-stat" "${@:2}"
}

record() {
	expect "$1" "$repo/scripts/perf-record" "${@:2}"
}

# The ids of the links that processes of this test hold: other tests attach hooks, too.
links_held() {
	local environ
	# shellcheck disable=SC2013 # no path has a blank
	for environ in $(grep -lzxF "BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR" /proc/[0-9]*/environ 2>/dev/null); do
		sed -n 's/^link_id:\t//p' "${environ%environ}"fdinfo/* 2>/dev/null
	done | sort -u
}

# links_exist ID...: whether the kernel still has one of them.
links_exist() {
	local id
	for id in "$@"; do
		if bpftool link show id "$id" >/dev/null 2>&1; then
			return
		fi
	done
	return 1
}

@test "wrong usage is reported, and nothing is run" {
	for script in perf-stat perf-record; do
		expect 2 "$repo/scripts/$script" true
		says "'true' is not an option; put the command after --"
		expect 2 "$repo/scripts/$script"
		says "a command is missing: put it after --"
		expect 2 "$repo/scripts/$script" --runs 0 -- true
		says '--runs needs a whole number, at least 1, not "0"'
		expect 2 "$repo/scripts/$script" --prepare
		says "--prepare needs a value"
		expect 2 "$repo/scripts/$script" --backends none --kernel x -- true
		says "--backends names no hook"
		expect 2 "$repo/scripts/$script" --kernel x -- no-such-command
		says "no-such-command: there is no such command"
		expect 0 "$repo/scripts/$script" --help
		says "Exit status:" "--kernel IMAGE"
	done
	stat 2 --kernel x --csv /no/where/file -- true
	says "cannot write /no/where/file"
	mkdir full && : >full/file
	record 2 --kernel x -o full -- true
	says "full is not empty"
}

@test "perf is missing, too old, or does not run" {
	mkdir empty
	for name in bash env dirname cat id jq sed; do ln -s "$(command -v $name)" empty/; done
	PATH=$PWD/empty stat 2 -- cat
	says "perf is missing: install Debian's package linux-perf"
	fake_perf 'exit 0'
	version=4.19.3 stat 2 -- true
	says "perf 4.19.3 is too old" "5.10 or newer"
	version='not found for kernel 6.1' stat 2 -- true
	says 'perf does not run: "perf --version" says:'
}

@test "a user who may not count what the kernel does" {
	needs_root
	[ "$(cat /proc/sys/kernel/perf_event_paranoid)" -gt 1 ] || skip "here everybody may"
	for script in perf-stat perf-record; do
		expect 2 "$repo/scripts/$script" --user nobody -- true
		says "may not count in the kernel: kernel.perf_event_paranoid is" "--user root"
	done
	stat 2 --user no-such-user -- true
	says 'there is no user "no-such-user"'
}

@test "perf-stat: counters where there are any, divided by operations, hybrid CPUs added up" {
	needs_hook
	fake_perf "$find_output"'
cat >"$out" <<EOT
# started on a day

3000,,cpu_core/cycles/,1.00%,1,100.00,,
1000,,cpu_atom/cycles/,1.00%,1,100.00,,
2000,,instructions:k,1.00%,1,100.00,0.5,insn per cycle
0.002,msec,task-clock,1.00%,1,100.00,,
EOT'
	stat 0 --backends raw_tp --operations 10 --rounds 2 --runs 1 --csv csv -- true
	says "Per operation; a run has 10 operations (as --operations says)"
	[[ $output =~ none\ +400\ +200\ +200 ]]
	[[ $output =~ raw_tp\ +\+0\ +\+0\ +\+0 ]]
	no says "software events only"
	[ "$(head -n 2 csv | tail -n 1)" = "1,none,cycles,,4000.000000,1.00%,10,400.000000" ]
	[ "$(wc -l <csv)" -eq $((1 + 2 * 3 * 3)) ]
}

@test "perf-stat: nothing counted, or a failure, ends it, and the hook is gone" {
	needs_hook
	declare -f links_held >links.bash
	note_links="bash -c '. $PWD/links.bash; links_held' >>$PWD/held; $find_output"
	fake_perf "$note_links"'; echo "<not counted>,,cycles,0.00%,0,100.00,," >"$out"'
	stat 2 --backends raw_tp -- true
	says "perf counted nothing under none" "check --events and --prepare"
	fake_perf "$note_links"'; echo "5,,cycles,0.00%,0,100.00,," >"$out"; echo "its message" >&2; exit 7'
	stat 2 --backends raw_tp -- true
	says "its message" "failed with status 7 under none" "--ignore-failure"
	stat 0 --backends raw_tp --operations 1 --runs 1 --ignore-failure -- true
	[ -s held ]
	# The kernel frees links a little later.
	# shellcheck disable=SC2046 # several words
	wait_until_not links_exist $(cat held)
	[ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'hookbench-perf.*' -newer bin/perf)" ]
}

@test "perf-stat with the real perf: operations are hits, what does not attach is a row" {
	needs_hook
	needs_perf
	echo "rm -f $PWD/file" >script
	stat 0 --backends raw_tp,kprobe.multi --rounds 1 --runs 2 --prepare "mkdir $PWD/d && touch $PWD/d/1 $PWD/d/2 $PWD/d/3" \
		--csv csv -- rm -r "$PWD/d"
	says "hits under raw_tp" "task-clock ns" "control"
	# What other processes have removed meanwhile is among the hits.
	[ "$(awk -F, 'NR == 2 { print $7 }' csv)" -ge 4 ]
	awk -F, '$2 == "none" && $3 == "task-clock" { exit !($5 > 10000) }' csv
	stat 2 --backends raw_tp --events no-such-event -- true
	says "no-such-event"
}

@test "perf-record with the real perf: stacks of the kernel, and the page" {
	needs_hook
	needs_perf
	record 0 --backends raw_tp --rounds 2 --runs 1 -o out --event cpu-clock -- find /usr/share -maxdepth 3 -name x
	says out/report.html
	grep -qE '^find;entry_SYSCALL_64.*;do_syscall_64;.* [0-9]+$' out/none.folded
	no grep -v '^find;' out/raw_tp.folded
	jq -e '.schema == "hookbench-profile/1" and .runs == 2 and .sample_ns == 250000 and
		[.backends[].name] == ["none", "raw_tp", "control"]' out/profile.json
	grep -q 'raw_tp, over none: samples by call stack' out/report.html
	grep -q 'control, over none' out/report.html
	record 2 --backends raw_tp -o out2 -- false
	says "failed with status 1 under none"
}

@test "a locale with decimal commas: the numbers are right, and the command keeps it" {
	needs_hook
	for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
		make_locale $locale
		# As perf does, in words that bash knows.
		fake_perf "$find_output"'
point=$(bash -c "printf %.1f 0") && point=${point#0} && point=${point%0}
echo "2${point}50,msec,task-clock,1${point}00%,1,100${point}00,,
70,,page-faults,1${point}00%,1,100${point}00,," >"$out"
while [ "$1" != -- ]; do
	[ "$1" != --pre ] || { shift && sh -c "$1"; }
	shift
done
shift
exec "$@"'
		rm -f seen
		LC_ALL=$locale stat 0 --backends raw_tp --operations 10 --rounds 1 --runs 1 --csv csv \
			--prepare "echo \"it's \$LC_ALL\" >>$PWD/seen" -- sh -c "echo \"\$LC_ALL\" >>$PWD/seen"
		says "task-clock ns" "page-faults"
		[ "$(sed -n 2,3p csv)" = "1,none,task-clock,ns,2500000.000000,1.00%,10,250000.000000
1,none,page-faults,,70.000000,1.00%,10,7.000000" ]
		[ "$(sort -u seen)" = "$(printf '%s\n' "$locale" "it's $locale" | sort)" ]
	done
}

@test "locales with the real perf" {
	needs_hook
	needs_perf
	for locale in de_DE.UTF-8 tr_TR.UTF-8 C; do
		make_locale $locale
		LC_ALL=$locale stat 0 --backends raw_tp --operations 1 --rounds 1 --runs 1 --events task-clock,page-faults \
			--csv csv -- sh -c "echo \"\$LC_ALL\" >$PWD/seen"
		[ "$(cat seen)" = $locale ]
		awk -F, '$3 == "task-clock" { exit !($5 > 10000 && $4 == "ns") }' csv
		LC_ALL=$locale record 0 --backends raw_tp --rounds 1 --runs 1 -o out-$locale --event cpu-clock -- \
			find /usr/share -maxdepth 3 -name x
		grep -q '^find;.*do_syscall_64;.* [0-9]*$' out-$locale/none.folded
	done
}

@test "a signal ends the command at once, and nothing is left; nor is after SIGKILL" {
	needs_hook
	needs_perf
	nap=1000.$$
	export TMPDIR=$PWD
	# It naps under a hook only, which comes after none.
	declare -f links_held >links.bash
	command=". $PWD/links.bash; [ -z \"\$(links_held)\" ] || { sleep $nap; true; }"
	runs() { pgrep -f "^sleep $nap"; }
	for number in TERM INT HUP KILL; do
		env --default-signal=INT,HUP "$repo/scripts/perf-stat" --backends raw_tp --runs 1 -- bash -c "$command" 3>&- 2>err &
		pid=$!
		wait_for runs
		held=$(links_held)
		[ "$held" ]
		began=$SECONDS status=0
		kill -$number $pid
		wait $pid || status=$?
		[ $status -eq $((128 + $(kill -l $number))) ]
		((SECONDS - began < 10))
		wait_until_not runs
		# shellcheck disable=SC2086 # several words
		wait_until_not links_exist $held
		[ $number = KILL ] || [ -z "$(find . -name 'hookbench-perf.*')" ]
	done
	# The next one takes away what the killed one has left, once it is surely not in use; and nothing else.
	left=$(echo hookbench-perf.??????)
	[ -d "$left" ]
	mkdir hookbench-perf.locked hookbench-perf.notes.txt
	touch -d '1 hour ago' "$left" hookbench-perf.*
	exec 8<hookbench-perf.locked
	flock 8
	stat 0 --backends raw_tp --operations 1 --rounds 1 --runs 1 -- true
	exec 8>&-
	[ ! -e "$left" ]
	[ -d hookbench-perf.locked ]
	[ -d hookbench-perf.notes.txt ]
}

@test "words of others are encoded" {
	needs_hook
	fake_perf "$find_output"'; printf "5,,cy\033[31mcles,1.00%%,1,100.00,,\n" >"$out"; printf "warning: \233\007\n" >&2'
	stat 0 --backends raw_tp --operations 1 --rounds 1 --runs 1 --csv csv -- sh -c $'true \e[2J'
	says 'cy\x1b[31mcles' 'warning: \x9b\x07' 'perf stat of: sh -c true \x1b[2J'
	no grep -q $'[\e\a]' <<<"$output"
	no grep -q $'\e' csv
	fake_perf 'printf "its \033]0;x\007 message\n" >&2; exit 7'
	stat 2 --backends raw_tp -- true
	says 'its \x1b]0;x\x07 message'
	printf '%s\n' $'a\e[31m\xc2\x9bb ' '	ffffffff81441f4c do_unlinkat' '' >script
	[ "$(awk -f "$repo/scripts/perf-fold.awk" script)" = 'a\x1b[31m\xc2\x9bb;do_unlinkat 1' ]
}

@test "few descriptors, and no stdin" {
	needs_hook
	expect 2 bash -c 'ulimit -n 20; "$0" -- true' "$repo/scripts/perf-stat"
	says "perf-stat: too few files may be open (ulimit -n is 20): allow at least 64"
	fake_perf "$find_output"'; echo "5,,cycles,0.00%,1,100.00,," >"$out"'
	expect 0 bash -c '"$0" --backends raw_tp --operations 1 --runs 1 --rounds 1 -- true <&-' "$repo/scripts/perf-stat"
}

@test "root writes to no folder of the command's user" {
	needs_hook
	# A link in place of what perf should write.
	fake_perf "$find_output"'; ls -ld "${out%/*}" "${out%/*}/.." >&2; ln -s /etc/passwd "$out"; exit 0'
	[ "$(cat /proc/sys/kernel/perf_event_paranoid)" -le 1 ] || user=root
	stat 2 --backends raw_tp --user "${user:-nobody}" -- true
	says "perf has written nothing under none"
}

@test "folding: user space is one frame, hooks' code has explain's names, perf's own is left out" {
	printf '%s\n' 'perf-exec ' '	ffffffff81309fb6 perf_event_exec' '' \
		'my; cmd ' '	ffffffffc0000900 bpf_prog_f62adc301cf2d07b_entry_count' \
		'	ffffffffc0000776 bpf_trampoline_6442516117' '	ffffffff81441f4c do_unlinkat' \
		'	    7ffff752dad7 [unknown]' '' \
		'rm ' '	            15c51 main' '' 'rm ' '	    7ffff752dad7 a(b, c)' '' \
		'rm ' '	ffffffffc0000776 ftrace_trampoline' '	ffffffff81000000 bpf_prog_add' >script
	[ "$(awk -f "$repo/scripts/perf-fold.awk" script | sort)" = 'my__cmd;do_unlinkat;[bpf trampoline];[bpf program] 1
rm;[user] 2
rm;bpf_prog_add;[ftrace trampoline] 1' ]
}

@test "report --folded: any folder of stacks; errors in it are reported" {
	mkdir stacks
	expect 2 "$HOOKBENCH" report --folded stacks
	says "has no call stacks: there is no file BACKEND.folded"
	printf 'a;b 100\na;<c> 50\n' >stacks/none.folded
	printf 'a;b 100\na;<c> 350\n' >stacks/fentry.folded
	echo 'never read' >stacks/fentry-none.folded
	expect 0 "$HOOKBENCH" report --folded stacks -o page
	[ "$output" = page/report.html ]
	grep -q '&lt;c&gt;: 300 samples, 100.0 %' page/report.html
	no grep -q '<c>' page/report.html
	grep -q '<td class="number">+300</td>' page/report.html
	for line in 'a;b' 'a;b x' ' 5' 'a;b -5' 'a;b 1e999'; do
		echo "$line" >stacks/fentry.folded
		expect 2 "$HOOKBENCH" report --folded stacks -o page
		says "fentry.folded, line 1: not a call stack and its weight"
	done
	echo 'a 1' >stacks/fentry.folded
	echo '{"schema": "other/1"}' >stacks/profile.json
	expect 2 "$HOOKBENCH" report --folded stacks
	says "an unknown schema; this hookbench reads hookbench-profile/1"
	expect 2 "$HOOKBENCH" report --folded missing
	says "cannot read missing: No such file"
	expect 2 "$HOOKBENCH" report --folded stacks run
	says "without runs, plots and drivers"
}

@test "--fetch: a file of the VM is here, whole or not at all" {
	fake_image image
	# guest STATUS SIZE [INDEX]: how the command ends, what size the file has, and which one is sent.
	guest() {
		fake_qemu "$greet"'
echo "{\"file\": {\"index\": '"${3:-0}"', \"data\": \"'"$(printf 'abc' | base64)"'\"}}"
echo "{\"file\": {\"index\": 0, \"data\": \"'"$(printf 'def' | base64)"'\"}}"
'"$(attach_reply ".command.status = $1 | .fetched = [{path: \"/tmp/a\", size: $2, error: null}]")"
	}
	guest 0 6
	mkdir to
	expect 0 "$HOOKBENCH" attach none --kernel ./image --fetch /tmp/a --fetch-to to -- true
	[ "$(cat to/a)" = abcdef ]
	[ "$(ls to)" = a ]
	guest 0 7
	echo old >to/a
	expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch /tmp/a --fetch-to to -- true
	says "cannot write the fetched file /tmp/a"
	[ "$(cat to/a)" = old ]
	# The command's own failure matters more.
	guest 5 7
	expect 5 "$HOOKBENCH" attach none --kernel ./image --fetch /tmp/a --fetch-to to -- true
	# A file that was not asked for is no file.
	guest 0 6 1
	expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch /tmp/a --fetch-to to -- true
	says '"index" is not that of a requested file'
	[ "$(cat to/a)" = old ]
	for wrong in /tmp/.. /tmp/ ''; do
		expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch "$wrong" -- true
		says "--fetch needs the path of a file"
	done
	expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch /a/x --fetch /b/x -- true
	says "/a/x and /b/x would be the same file here"
	expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch /a/x --fetch-to missing -- true
	says "cannot write missing/x"
	expect 2 "$HOOKBENCH" attach none --fetch /a/x -- true
	says "--add and --fetch need a VM"
	expect 2 "$HOOKBENCH" attach none --kernel ./image --fetch-to to -- true
	says "--fetch-to needs a file"
}

@test "the command has the descriptors that perf gives it, and none of hookbench's" {
	needs_hook
	needs_perf
	perf stat -x, -o alone -- sh -c 'ls /proc/self/fd' >without </dev/null
	stat 0 --backends raw_tp --rounds 1 --runs 1 --operations 1 -- sh -c "ls /proc/self/fd >>$PWD/with"
	diff <(sort -u with) <(sort -u without)
}
