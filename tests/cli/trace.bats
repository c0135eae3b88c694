#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2030,SC2031 # each test is a subshell
# shellcheck disable=SC2317 # called by wait_for
# shellcheck disable=SC2154 # set by bats, or by support.bash
# hookbench trace on the running kernel, by tracepoints, which most kernels take: real processes remove
# real files.

load support
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# start OPTION...: in the background, as $tracer; attached when this returns.
start() {
	: >err # the background job empties it too, but maybe after wait_for has read of the one before
	"$HOOKBENCH" trace "$@" >out 2>err 3>&- &
	tracer=$!
	wait_for grep -q "every call" err
}

# ended STATUS: waits for the tracer.
ended() {
	local status=0
	wait "$tracer" || status=$?
	[ "$status" -eq "$1" ] || {
		head out err
		return 1
	}
}

# Removes the file by a process whose pid is then $remover.
remove() {
	rm "$@" &
	remover=$!
	wait "$remover"
}

@test "pid, command and name of every rm, whatever the name is" {
	needs_hook
	long=$(printf '%0300d' 0)
	for backend in tp raw_tp tp_btf; do
		start $backend --json
		for name in $'line\none' $'tab\tbed' '"quoted"' "it's" 'back\slash' 'grün' $'\x1b[31mred' ' ' -- $'\xff\xfe'; do
			touch -- "$name"
			remove -- "$name"
			printf '%s\n' "$remover" >>"pids-$backend"
		done
		rm -f "./$long" || true
		kill -INT "$tracer"
		ended 0
		# Other processes may remove files meanwhile.
		jq -s --slurpfile pids "pids-$backend" 'map(select(.pid as $p | $pids | index($p)))' out >ours
		jq -e 'map(.file) == ["line\none", "tab\tbed", "\"quoted\"", "it'"'"'s", "back\\slash", "grün",
			"\u001b[31mred", " ", "--", "\ufffd\ufffd"]' ours
		jq -e 'all(.[]; .comm == "rm" and .tid == .pid and .result == null and .truncated == false and
			(.time | test("^20[0-9-]{8}T[0-9:]{8}\\.[0-9]{3}Z$")))' ours
		jq -se 'any(.[]; .truncated and (.file | length) == 255 and .file[:4] == "./00")' out
		grep -F ", 0 lost; $backend on the system call unlinkat" err
	done
}

@test "for a terminal: columns, and nothing that it would act upon" {
	needs_hook
	touch $'a\nb\x1b[31m'
	expect 0 "$HOOKBENCH" trace -q raw_tp -- rm $'a\nb\x1b[31m'
	[[ ${lines[0]} =~ ^PID\ +COMM\ +RESULT\ +FILE$ ]]
	grep -E '^[0-9]+ +rm +- +a\\nb\\x1b\[31m$' <<<"$output"
}

@test "the command's status is the trace's, and its output goes to stderr" {
	needs_hook
	run --separate-stderr "$HOOKBENCH" trace -q raw_tp --json -- sh -c 'echo text; rm -f nothing; exit 7'
	[ "$status" -eq 7 ]
	[ "$stderr" = text ]
	jq -se 'any(.[]; .file == "nothing")' <<<"$output"
	expect 127 "$HOOKBENCH" trace raw_tp -- no-such-command
	says "there is no such command in PATH"
}

@test "--pid shows one process alone" {
	needs_hook
	(
		trap 'exec rm -f mine' USR1
		echo "$BASHPID" >waiting
		while :; do sleep 0.1; done
	) 3>&- &
	local mine=$!
	wait_for [ -s waiting ]
	start raw_tp --json --pid $mine
	rm -f other
	kill -USR1 $mine
	wait $mine
	wait_for grep -q mine out
	kill -TERM "$tracer"
	ended 0
	jq -se --argjson pid $mine 'length == 1 and .[0].pid == $pid and .[0].file == "mine"' out
	grep -F "1 event, 0 lost" err
}

@test "--duration and --count end it" {
	needs_hook
	local before=$EPOCHREALTIME
	expect 0 "$HOOKBENCH" trace raw_tp --duration 0.5
	[ $(((${EPOCHREALTIME/./} - ${before/./}) / 1000)) -ge 500 ]
	start raw_tp --count 3
	rm -f 1 2 3 4 5
	ended 0
	[ "$(wc -l <out)" -eq 4 ]
	grep -F "3 events, 0 lost" err
}

# burst N: shown are those of N files, in order, as far as none was lost; the others are reported as lost.
burst() {
	start raw_tp --json
	seq -f 'burst-%.0f' "$1" | xargs rm -f
	kill -INT "$tracer"
	ended 0
	jq -r 'select(.file // "" | startswith("burst-")) | .file' out >files
	lost=$(sed -n 's/.* \([0-9]*\) lost;.*/\1/p' err)
}

@test "every event is shown, or reported as lost" {
	needs_hook
	burst 2000
	[ "$lost" -gt 0 ] || diff <(seq -f 'burst-%.0f' 2000) files
	burst 50000
	# Other processes lose some, too.
	[ $(($(wc -l <files) + lost)) -ge 50000 ]
	diff <(sort -u files | wc -l) <(wc -l <files)
}

# in_a_line COMMAND: how the kernel may name it in a line of the trace pipe, as an expression. While another CPU records
# a name, it does not wait to record this one.
in_a_line() {
	echo "($1|<[.]{3}>)"
}

@test "--printk shows the kernel's own lines" {
	needs_hook
	start raw_tp --printk
	remove -f 'two words'
	wait_for grep -q "pid = $remover, " out # the trace pipe may be behind
	kill -INT "$tracer"
	ended 0
	grep -E "^ *$(in_a_line rm)-$remover .* bpf_trace_printk: entry: pid = $remover, filename = two words$" out
}

# printk_event [VALUE]: the tracepoint by which bpf_trace_printk prints: reads it, or sets it.
printk_event() {
	unshare --mount sh -c 'mount -t tracefs none "$1" && file=$1/events/bpf_trace/bpf_trace_printk/enable &&
		if [ "$2" ]; then echo "$2" >"$file"; fi && cat "$file"' - "$BATS_TEST_TMPDIR" "${1-}"
}

printk_event_is() {
	[ "$(printk_event)" = "$1" ]
}

# Others of this machine may print meanwhile, which turns it on: so once in some tries.
@test "--printk leaves the kernel's tracepoint as it was, whatever ends it" {
	needs_hook
	local before
	before=$(printk_event) || skip "tracefs cannot be mounted here"
	for signal in INT TERM KILL; do
		is_put_back() {
			printk_event 0
			start raw_tp --printk
			printk_event_is 1 || return
			kill -"$signal" "$tracer"
			wait "$tracer" || true
			for _ in {1..100}; do ! printk_event_is 0 || return 0; done
			return 1
		}
		wait_for is_put_back
	done
	is_put_back() {
		printk_event 0 && "$HOOKBENCH" attach -q raw_tp --payload printk -- rm -f x && printk_event_is 0
	}
	wait_for is_put_back
	# What was on stays on.
	printk_event 1
	"$HOOKBENCH" attach -q raw_tp --payload printk -- rm -f x
	printk_event_is 1
	printk_event "$before"
}

@test "two that print: the last one turns the kernel's tracepoint off" {
	needs_hook
	local before
	before=$(printk_event) || skip "tracefs cannot be mounted here"
	is_off_at_last() {
		printk_event 0
		start raw_tp --printk
		# Newer kernels refuse the second reader of the trace pipe, after the program is loaded.
		"$HOOKBENCH" attach -q raw_tp --payload printk -- rm -f x || true
		printk_event_is 1 || { kill -INT "$tracer"; wait "$tracer"; return 1; }
		kill -INT "$tracer"
		wait "$tracer"
		printk_event_is 0
	}
	wait_for is_off_at_last
	printk_event "$before"
}

@test "if that fails because all was killed, doctor says so, and puts it back" {
	needs_hook
	[ ! -e /run/hookbench/tuned.json ] || skip "this machine has been tuned"
	local before
	before=$(printk_event) || skip "tracefs cannot be mounted here"
	is_left() {
		printk_event 0
		start raw_tp --printk
		pgrep -P "$tracer" | xargs kill -KILL
		kill -KILL "$tracer"
		wait "$tracer" || true
		run "$HOOKBENCH" doctor
		[[ $output == *"a hookbench that used bpf_trace_printk was killed and left it on"*"hookbench doctor --restore"* ]]
	}
	wait_for is_left
	expect 0 "$HOOKBENCH" doctor --restore
	says "trace-events: 1 -> 0"
	expect 0 "$HOOKBENCH" doctor --restore
	says "nothing to restore"
	printk_event "$before"
}

@test "killed, it ends what its command has started" {
	needs_hook
	nap=1000.$$$BATS_TEST_NUMBER
	"$HOOKBENCH" trace -q raw_tp -- sh -c "setsid -f sleep $nap; sleep 999; true" >out 2>err 3>&- &
	tracer=$!
	wait_for pgrep -f "^sleep $nap\$"
	kill -KILL "$tracer"
	ended 137
	wait_until_not pgrep -f "^sleep $nap\$"
	wait_until_not pgrep -f "trace -q.*$nap"
}

@test "the command has none of hookbench's descriptors" {
	needs_hook
	for how in "" --printk; do
		run --separate-stderr "$HOOKBENCH" trace -q raw_tp $how -- sh -c 'ls /proc/self/fd' 3>&-
		[ "$stderr" = "$(sh -c 'ls /proc/self/fd' 3>&-)" ]
	done
}

@test "in a pid namespace, pids are those outside: said, and --pid is refused" {
	needs_hook
	unshare -pf --mount-proc true || skip "no pid namespaces here"
	expect 2 unshare -pf --mount-proc "$HOOKBENCH" trace raw_tp --pid 2
	says "--pid 2: hookbench is in a pid namespace" "leave out --pid"
	expect 0 unshare -pf --mount-proc "$HOOKBENCH" trace raw_tp --json -- sh -c 'rm -f mine; true'
	says "the pids are those of the machine outside"
	pid=$(sed -n 's/.*"pid": *\([0-9]*\).*"mine".*/\1/p' <<<"$output")
	[ "$pid" -gt 100 ]
}

@test "a reader that goes away ends it quietly" {
	needs_hook
	"$HOOKBENCH" trace -q raw_tp 2>err > >(head -n 1 >first) 3>&- &
	tracer=$!
	# Once the hook is attached, an event is shown, and head leaves; then there is nothing more to write.
	is_shown() {
		rm -f something
		[ -s first ]
	}
	wait_for is_shown
	wait_for no kill -0 $tracer
	[ ! -s err ]
	expect 75 sh -c '"$0" trace raw_tp -- rm -f x >/dev/full' "$HOOKBENCH"
	says "cannot write the results to stdout: No space left on device"
}

@test "killed, it leaves no hook behind" {
	needs_hook
	start raw_tp
	kill -KILL "$tracer"
	ended 137
	expect 0 "$HOOKBENCH" trace raw_tp --duration 0.1
}

@test "a backend that cannot trace is refused, with the reason" {
	expect 2 "$HOOKBENCH" trace
	says "name a backend"
	expect 2 "$HOOKBENCH" trace none
	says "none is not a hook"
	expect 2 "$HOOKBENCH" trace fprobe
	says 'unknown backend "fprobe"'
	expect 2 "$HOOKBENCH" trace fentry kprobe
	says "one backend"
	run "$HOOKBENCH" list --backends fentry+fexit
	[ "$status" -eq 2 ] || skip "fentry can be attached here"
	local reason
	reason=$(sed -n 's/^  fentry+fexit *no: //p' <<<"$output")
	run --separate-stderr "$HOOKBENCH" trace fentry
	[ "$status" -eq 2 ]
	[ -z "$output" ]
	[[ $stderr == *"fentry+fexit cannot be attached: $reason"* ]]
}

# own OPTION...: traces a program of our own while a process asks for its parent, as $output.
own() {
	run --separate-stderr "$HOOKBENCH" trace --program "${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o" "$@" \
		-- sh -c 'echo $PPID'
	[ "$status" -eq 0 ]
}

# The events have all that the source has put into them, the process that asked among it.
@test "a program of your own: the lines that it prints, and its events by their types" {
	needs_hook
	own
	pid=$(sed -n 's/^ring: pid=\([0-9]*\) .* command="sh" .*/\1/p' <<<"$output")
	[ "$pid" -gt 1 ]
	grep -Fx "ring: pid=$pid result=-2 kind=\"KIND_PARENT\" is_first=true command=\"sh\" address=[127,0,0,1]\
 most=\"18446744073709551615\" at=[{\"line\":7,\"column\":-1},{\"line\":8,\"column\":1}] low=5 high=17 whole=258 half=2\
 where=\"0xffff888000001234\"" <<<"$output"
	grep -Fx "typed: number=41" <<<"$output"
	grep -Fx "per_cpu: 4 bytes: 02 01 00 00" <<<"$output"
	grep -A 1 -E "^ +$(in_a_line sh)-$pid .*: bpf_trace_printk: process $pid asks$" <<<"$output" | grep -x "for its parent"
	[[ $stderr =~ "hookbench: "[0-9]+" lines, "[0-9]+" events, 0 lost; events on syscalls/sys_enter_getppid" ]]
}

@test "the same as JSON, and by a struct that is named" {
	needs_hook
	own --json
	jq -se '[.[] | select(.event.command == "sh")][0] | .map == "ring" and .type == "event" and .size == 72 and
		.event.pid > 1 and .event.address == [127, 0, 0, 1] and .event.at[1].line == 8 and .hex == null' <<<"$output"
	jq -se 'any(.[]; .map == "typed" and .type == "typed_event" and .event == {number: 41})' <<<"$output"
	jq -se 'any(.[]; .map == "per_cpu" and .type == null and .event == null and .hex == "02 01 00 00")' <<<"$output"
	jq -se --arg command "$(in_a_line sh)" \
		'any(.[]; (.line // "") | test($command + "-[0-9]+ .*bpf_trace_printk: process [0-9]+ asks$"))' <<<"$output"
	own --event typed_event
	grep -E '^ring: number="[0-9]+"$' <<<"$output"
	expect 2 "$HOOKBENCH" trace --program "${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o" --event evnt -- \
		touch started
	says "has no struct evnt; near: event"
	[ ! -e started ]
}

@test "a program of your own ends by --count and by a signal; its settings are used" {
	needs_hook
	object=${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o
	start --program "$object" --count 2
	sh -c :
	ended 0
	[ "$(wc -l <out)" -eq 2 ]
	start --program "$object" --only tell --set sent=5
	kill -INT "$tracer"
	ended 0
	expect 2 "$HOOKBENCH" trace --program "$object" --only nothing -- touch started
	says "events cannot be attached: " nothing
	expect 2 "$HOOKBENCH" trace --program "$object" --set snt=5 -- touch started
	says "events cannot be attached: " sent
	[ ! -e started ]
}

@test "a program of your own: wrong use" {
	object=${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o
	expect 2 "$HOOKBENCH" trace raw_tp --program "$object"
	says "not both"
	expect 2 "$HOOKBENCH" trace --program "$object" --program "$object"
	says "one program is traced at a time"
	expect 2 "$HOOKBENCH" trace --program "$object" --printk
	says "--printk is for backends"
	expect 2 "$HOOKBENCH" trace --program "$object" --pid 1
	says "--pid is for backends"
	expect 2 "$HOOKBENCH" trace raw_tp --event event
	says "--event is for --program FILE"
	expect 2 "$HOOKBENCH" trace raw_tp --only tell
	says "are for --program FILE"
	expect 2 "$HOOKBENCH" trace --program missing.bpf.c -- touch started
	says "missing.bpf.c"
	echo text >text.bpf.o
	expect 2 "$HOOKBENCH" trace --program text.bpf.o -- touch started
	says "text.bpf.o is no BPF program"
	[ ! -e started ]
}

@test "wrong use" {
	expect 2 "$HOOKBENCH" trace raw_tp --printk --json
	says "remove either --printk or --json"
	for wrong in 0 -1 x 1x "" nan inf; do
		expect 2 "$HOOKBENCH" trace raw_tp --duration "$wrong"
		says "--duration takes seconds"
	done
	for wrong in 0 -1 x 1.5; do
		expect 2 "$HOOKBENCH" trace raw_tp --pid "$wrong"
		says "--pid takes a whole number"
	done
	expect 2 "$HOOKBENCH" trace raw_tp --count 1 -- true
	says "--duration and --count are for the running kernel, without a command"
	expect 2 "$HOOKBENCH" trace raw_tp --add cat
	says "name its kernel with --kernel"
	expect 2 "$HOOKBENCH" trace raw_tp -- true '&&'
	says 'a command is missing'
}
