#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2030,SC2031 # each test is a subshell, with a pid of its own
# shellcheck disable=SC2094 # what a terminal shows is looked at while it is used
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Any command under a hook: what a wrapper must not change, and that the hook is gone at the end.
# Hooks are raw_tp's, which most kernels take; a VM is a script in QEMU's place.

load support
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	# A time that no other process sleeps.
	nap=1000.$$$BATS_TEST_NUMBER
}

gone() {
	no kill -0 "$1" 2>/dev/null
}

# hold BACKEND COMMAND...: in the background, as $pid, when the command has made the file ready.
hold() {
	local backend=$1
	shift
	# Below nohup, HUP is ignored.
	env --default-signal=HUP "$HOOKBENCH" attach "$backend" -- "$@" >out 2>err 3>&- &
	pid=$!
	wait_for [ -e ready ]
}

@test "words are passed as they are" {
	expect 0 "$HOOKBENCH" attach -q none -- printf '<%s>' "a  b" '' '"' "it's" '*' '$HOME' '& &' --json
	[ "$output" = '<a  b><><"><it'"'"'s><*><$HOME><& &><--json>' ]
}

@test "stdout, stdin and the exit status are the command's; the rest is on stderr" {
	printf 'some\ninput' >in
	"$HOOKBENCH" attach none -- cat <in >out 2>err
	cmp in out
	grep -q "the command took" err
	for status in 0 1 2 3 77 255; do
		expect $status "$HOOKBENCH" attach none -- sh -c "exit $status"
	done
	expect 0 "$HOOKBENCH" attach -q none -- true
	[ -z "$output" ]
}

@test "a command that is killed by a signal" {
	expect 137 "$HOOKBENCH" attach none -- sh -c 'kill -KILL $$'
	expect 143 "$HOOKBENCH" attach none --json json -- sh -c 'kill -TERM $$'
	jq -e '.command.status == 143 and .command.signal == 15' json
}

# Statistics, which hits are counted by, are on meanwhile, and for no backend.
@test "a program of your own: its hits are the runs that the kernel counts" {
	needs_hook
	make_counts_runs
	object=${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o
	expect 1 "$HOOKBENCH" attach raw_tp --payload empty -- ./counts-runs
	no says "BPF statistics are on"
	expect 3 "$HOOKBENCH" attach --program "$object" --json json -- \
		sh -c './counts-runs && echo counted; sh -c :; sh -c :; exit 3'
	says counted
	says "BPF statistics are on while the command runs" "events on syscalls/sys_enter_getppid: hits "
	jq -e '.hook.backend == "events" and .hook.payload == null and .hook.function == "syscalls/sys_enter_getppid" and
		.hook.hits >= 3 and .hook.hits == .hook.programs[0].runs and (.hook.programs | length) == 1 and
		.hook.programs[0].name == "tell" and .hook.programs[0].attached and .hook.system_call == null' json
	expect 2 "$HOOKBENCH" attach --program "$object" --only nothing -- touch started
	says "events cannot be attached: "
	[ ! -e started ]
}

@test "a program of your own: wrong use" {
	object=${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o
	expect 2 "$HOOKBENCH" attach -- true
	says "or a program of your own with --program"
	expect 2 "$HOOKBENCH" attach raw_tp --program "$object" -- true
	says "not both"
	expect 2 "$HOOKBENCH" attach --program "$object" --program "$object" -- true
	says "one program is attached at a time"
	expect 2 "$HOOKBENCH" attach --program "$object" --payload empty -- true
	says "--payload is for backends"
	expect 2 "$HOOKBENCH" attach --program "$object" --target do_unlinkat -- true
	says "--target and --workload are for backends" "--retarget"
	expect 2 "$HOOKBENCH" attach raw_tp --set a=1 -- true
	says "are for --program FILE"
	expect 2 "$HOOKBENCH" attach --program missing.bpf.o -- true
	says "missing.bpf.o"
}

# Threads that take events must not take the command's end.
@test "payloads whose events are taken meanwhile" {
	needs_hook
	for payload in ringbuf printk; do
		expect 0 timeout 120 "$HOOKBENCH" attach raw_tp --payload $payload --json json -- rm -f 1 2 3
		jq -e '.hook.hits >= 3' json
	done
}

@test "a command that there is not, or that cannot be executed" {
	expect 127 "$HOOKBENCH" attach none -- no-such-command
	says "no-such-command: there is no such command in PATH"
	expect 127 "$HOOKBENCH" attach none -- ./missing
	says "cannot run ./missing: No such file"
	echo text >text
	expect 126 "$HOOKBENCH" attach none -- ./text
	says "cannot run ./text: Permission denied"
	expect 126 "$HOOKBENCH" attach none -- "$PWD"
	printf '#!/no/interpreter\n' >script
	chmod +x script
	expect 127 "$HOOKBENCH" attach none -- ./script
	says 'cannot run ./script: its interpreter "/no/interpreter" does not exist'
}

# Alone, in a VM, and timed: execvp would give it to a shell, a VM and hyperfine would not.
@test "a script without #!, and one with Windows' line ends, are refused everywhere" {
	echo 'echo run' >script
	printf '#!/bin/sh\r\necho run\r\n' >windows
	chmod +x script windows
	fake_image image
	fake_qemu ': >started'
	for where in "" "--kernel ./image"; do
		# shellcheck disable=SC2086 # two words, or none
		expect 126 "$HOOKBENCH" attach none $where -- ./script
		says "./script" "its first line names no interpreter; begin it with #!/bin/sh"
		# shellcheck disable=SC2086
		expect 127 "$HOOKBENCH" attach none $where -- ./windows
		says "its first line ends with a carriage return, as on Windows" "sed -i 's/\r$//' "
	done
	[ ! -e started ]
	command -v hyperfine >/dev/null || skip "hyperfine is not installed"
	needs_root
	expect 2 "$HOOKBENCH" macro --backends none --rounds 1 --runs 1 -o out -- ./script
	says "cannot run ./script: it is no program" "begin it with #!/bin/sh"
	expect 2 "$HOOKBENCH" macro --backends none --rounds 1 --runs 1 -o out -- ./windows
	says "cannot run ./windows: its first line ends with a carriage return"
}

@test "commands with && between run as long as they succeed" {
	expect 5 "$HOOKBENCH" attach none --json json -- echo one '&&' sh -c 'echo two; exit 5' '&&' echo three
	says one two
	no says three
	jq -e '.command.started == 2 and .command.commands[0] == ["echo", "one"] and
		(.command.commands | length) == 3' json
	for wrong in '&&' '&& true' 'true &&' 'true && && true'; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" attach none -- $wrong
		says 'a command is missing before or after "&&"'
	done
}

@test "wrong usage is reported, and nothing is run" {
	expect 2 "$HOOKBENCH" attach
	says "name a backend"
	expect 2 "$HOOKBENCH" attach none
	says "a command is missing"
	expect 2 "$HOOKBENCH" attach none --
	says "a command is missing"
	expect 2 "$HOOKBENCH" attach none touch file
	says "one backend is attached at a time"
	expect 2 "$HOOKBENCH" attach none,raw_tp -- touch file
	says "one backend is attached at a time"
	expect 2 "$HOOKBENCH" attach fprobe -- touch file
	says 'unknown backend "fprobe"' "raw_tp"
	expect 2 "$HOOKBENCH" attach none --payload big -- touch file
	says 'unknown payload "big"'
	expect 2 "$HOOKBENCH" attach none --add /bin/true -- touch file
	says "--add and --fetch need a VM"
	expect 2 "$HOOKBENCH" attach none --user root --kernel 6.12 -- touch file
	says "--user is for the running kernel"
	expect 2 "$HOOKBENCH" attach none --accel tcg -- touch file
	says "--kernel"
	for json in /no/where/file "$PWD" ''; do
		expect 2 "$HOOKBENCH" attach none --json "$json" -- touch file
		says "cannot write $json"
	done
	[ ! -e file ]
}

@test "without root there is no hook, and the command is not started" {
	if [ "$(id -u)" -eq 0 ]; then
		# A program without read permission would show nothing.
		cp "$HOOKBENCH" "/tmp/hookbench-of-$$"
		set -- setpriv --reuid=65534 --regid=65534 --clear-groups "/tmp/hookbench-of-$$"
	else
		set -- "$HOOKBENCH"
	fi
	run "$@" attach raw_tp -- touch "/tmp/hookbench-file-$$"
	local first=$status text=$output
	run "$@" attach none --user root -- id
	rm -f "/tmp/hookbench-of-$$"
	[ "$first" -eq 2 ]
	[[ $text == *"raw_tp cannot be attached: only root may load BPF programs, or who has CAP_BPF and CAP_PERFMON"*sudo* ]]
	[ ! -e "/tmp/hookbench-file-$$" ]
	[ "$status" -eq 2 ]
	says "only root may run a command as another user"
}

@test "hits are counted, and JSON has everything" {
	needs_hook
	local n=3000 files=() i hits
	for ((i = 0; i < n; i++)); do files+=("file-$i"); done
	# Other processes remove files too: in one of some tries, fewer than would count each twice.
	removed_once() {
		touch "${files[@]}"
		expect 0 "$HOOKBENCH" attach raw_tp --json json -- rm "${files[@]}" || return
		hits=$(jq .hook.hits json)
		[ "$hits" -lt $((2 * n)) ]
	}
	wait_for removed_once
	says "raw_tp on the system call unlinkat, payload count: hits ${hits:0:-3},${hits: -3}," "attached in"
	jq -e --argjson n "$n" '.schema == "hookbench-attach/1" and .hook.hits >= $n and
		.hook.recursion == 0 and .hook.attach_ns > 0 and .hook.detach_ns > 0 and
		.command.wall_ns >= .command.system_ns and .command.commands[0][0] == "rm" and
		.environment.kernel_release != null and .vm == null and .command.user != null' json
	[ "$(stat -c %a json)" = 644 ]
	[ "$(ls)" = json ]
	expect 0 "$HOOKBENCH" attach raw_tp --payload empty --json json -- true
	says "hits unknown"
	jq -e '.hook.hits == null' json
	expect 0 "$HOOKBENCH" attach none --json json -- true
	jq -e '.hook.backend == "none" and .hook.hits == null and .hook.attach_ns == null' json
}

@test "what may not be replaced is written to" {
	"$HOOKBENCH" attach -q none --json /dev/fd/5 -- true 5> >(cat >json)
	wait_for jq -e '.command.status == 0' json
}

@test "a hook that cannot be attached: the reason, and the command is not started" {
	needs_root
	"$HOOKBENCH" list --backends fentry >list && skip "fentry can be attached here"
	reason=$(sed -n 's/^  fentry *no: //p' list)
	expect 2 "$HOOKBENCH" attach fentry -- touch file
	says "fentry cannot be attached: $reason"
	[ ! -e file ]
}

@test "the command has the caller's descriptors, and none of hookbench's" {
	needs_hook
	sh -c 'ls /proc/self/fd' 7</dev/null >without
	"$HOOKBENCH" attach -q raw_tp -- sh -c 'ls /proc/self/fd' 7</dev/null >with
	diff without with
}

@test "the command is run as who called sudo, with all that is theirs; or as --user" {
	needs_root
	[ "$(SUDO_UID=65534 SUDO_GID=65534 "$HOOKBENCH" attach -q none -- id -un)" = nobody ]
	# The supplementary groups are theirs too.
	[ "$(SUDO_UID=1 SUDO_GID=7 "$HOOKBENCH" attach -q none -- id -G)" = "7 $(id -G daemon | sed 's/^[0-9]*//;s/^ //')" ] ||
		[ "$(SUDO_UID=1 SUDO_GID=7 "$HOOKBENCH" attach -q none -- id -G)" = 7 ]
	[ "$(SUDO_UID=65534 SUDO_GID=65534 "$HOOKBENCH" attach -q none -- sh -c 'echo $HOME $USER $LOGNAME')" = "$(getent passwd nobody | cut -d: -f6) nobody nobody" ]
	[ "$(SUDO_UID=65534 SUDO_GID=65534 "$HOOKBENCH" attach -q none --user root -- id -un)" = root ]
	[ "$("$HOOKBENCH" attach -q none --user 4242 -- id -u)" = 4242 ]
	[ "$("$HOOKBENCH" attach -q none -- id -un)" = root ]
	expect 2 "$HOOKBENCH" attach none --user no-such-user -- id
	says 'there is no user "no-such-user"'
	# No way back.
	[ "$("$HOOKBENCH" attach -q none --user nobody -- sed -n 's/^[UG]id://p' /proc/self/status | tr -s '\t\n' ' ')" = " 65534 65534 65534 65534 65534 65534 65534 65534 " ]
}

@test "another user's command gets what sudo would give it of root's environment" {
	needs_root
	names=$(env -i PATH="$PATH" TERM=xterm LC_TIME=C SECRET=1 SSH_AUTH_SOCK=/x XDG_RUNTIME_DIR=/run/user/0 HOME=/root \
		SUDO_UID=65534 SUDO_GID=65534 "$HOOKBENCH" attach -q none -- env | cut -d= -f1 | sort | xargs)
	[ "$names" = "HOME LC_TIME LOGNAME PATH SHELL TERM USER" ]
	# One's own keeps all.
	[ "$(SECRET=1 "$HOOKBENCH" attach -q none -- sh -c 'echo $SECRET')" = 1 ]
}

@test "malformed variables of sudo do not mean root" {
	needs_root
	for wrong in "SUDO_UID=abc SUDO_GID=0" "SUDO_UID=1000" "SUDO_GID=1000" "SUDO_UID= SUDO_GID="; do
		# shellcheck disable=SC2086 # words
		expect 2 env $wrong "$HOOKBENCH" attach none -- touch file
		says "SUDO_UID is" "--user"
	done
	[ ! -e file ]
	[ "$(SUDO_UID=abc "$HOOKBENCH" attach -q none --user nobody -- id -un)" = nobody ]
}

@test "signals are passed on, once" {
	for signal in INT TERM HUP QUIT USR1 USR2; do
		rm -f ready
		# A shell's background jobs ignore two of them, and no wrapper may change that.
		env --default-signal=INT,QUIT,HUP "$HOOKBENCH" attach -q none -- bash -c 'trap "echo '$signal'" '$signal'
			: >ready; while [ ! -e stop ]; do sleep 0.05; done' >out 3>&- &
		pid=$!
		wait_for [ -e ready ]
		kill -$signal $pid
		wait_for grep -q $signal out
		: >stop
		wait $pid
		[ "$(wc -l <out)" -eq 1 ]
		rm -f stop
	done
}

@test "a signal that kills the command ends hookbench, with its status" {
	for signal in TERM HUP USR1; do
		rm -f ready
		hold none sh -c ': >ready; exec sleep '"$nap"
		kill -$signal $pid
		status=0
		wait $pid || status=$?
		[ "$status" -eq $((128 + $(kill -l $signal))) ]
	done
}

# It only notes them: where no shell waits for it, as in a service, TSTP stops no process.
@test "to stop and to go on are passed on" {
	hold none bash -c 'trap "echo CONT" CONT; trap "echo TSTP" TSTP; : >ready; while [ ! -e stop ]; do sleep 0.05; done'
	kill -TSTP $pid
	wait_for grep -q TSTP out
	kill -CONT $pid
	wait_for grep -q CONT out
	: >stop
	wait $pid
}

# The shell takes two that come together for one; perl counts.
@test "from a terminal, ^C comes to the command once" {
	command -v script >/dev/null || skip "script is not installed"
	cat >count <<-'EOT'
		$SIG{INT} = sub { open F, ">>ints"; print F "INT\n"; close F };
		open R, ">ready"; close R;
		select(undef, undef, undef, 0.05) until -e "stop";
		exit 4;
	EOT
	{
		wait_for [ -e ready ]
		printf '\003'
		wait_for [ -s ints ]
		sleep 0.5
		: >stop
	} | {
		# exec: a shell that stays gets ^C too, and some end by it.
		script -qec "exec $HOOKBENCH attach -q none -- perl ./count" /dev/null >typed || echo $? >status
	}
	[ "$(cat status)" -eq 4 ]
	[ "$(wc -l <ints)" -eq 1 ]
}

@test "signals that the caller ignores are ignored by the command" {
	ignored() { (trap '' HUP INT TERM && exec "$@" grep SigIgn /proc/self/status); }
	diff <(ignored env) <(ignored "$HOOKBENCH" attach -q none --)
}

# stopped N: the interactive shell has said so often that its job is stopped.
stopped() {
	[ "$(grep -c '^\[1\]+  Stopped' typed)" -ge "$1" ]
}

# turned N: the command has gone round more often.
turned() { [ "$(wc -l <turns)" -gt "$1" ]; }

@test "from a terminal, ^Z stops both, and so does a command that stops itself; fg goes on" {
	command -v script >/dev/null || skip "script is not installed"
	printf '%s\n' ': >ready' 'while [ ! -e stop ]; do echo >>turns; sleep 0.05; done' 'kill -STOP $$' 'exit 6' >stopping
	{
		echo "$HOOKBENCH attach -q none -- bash ./stopping"
		wait_for [ -e ready ]
		printf '\032'
		wait_for stopped 1
		turns=$(wc -l <turns)
		echo fg
		# Both have gone on, before it stops again: one signal to go on is for both.
		wait_for turned "$turns"
		sleep 0.5
		: >stop
		wait_for stopped 2
		echo 'fg; echo status $?'
		wait_for grep -q '^status 6' typed
		printf 'exit\nexit\n'
	} 3>&- | timeout 300 script -qfec "bash --norc -i" /dev/null >typed 3>&-
	stopped 2
	grep -q '^status 6' typed
}

@test "processes that the command leaves behind are reported, and the hook is gone all the same" {
	needs_hook
	expect 3 "$HOOKBENCH" attach raw_tp --json json -- sh -c "setsid sleep $nap >/dev/null 2>&1 3>&- & exit 3"
	says "warning: 1 of the command's processes is still running: "
	jq -e '.command.left.count == 1' json
	wait_for pkill -f "^sleep $nap\$"
	no grep -q hit_slots <(bpftool map show | grep "pids hookbench")
}

@test "what is left behind is seen, whatever it calls itself" {
	cp "$(command -v sleep)" $'a\nb)'
	# It ends once what it leaves behind has its name.
	expect 0 "$HOOKBENCH" attach none --json json -- sh -c './a?b\) 41 >/dev/null 2>&1 3>&- &
		until [ "$(cat /proc/$!/comm)" != sh ]; do sleep 0.01; done'
	says "1 of the command's processes is still running: " '(a\nb))'
	kill "$(jq -r '.command.left.first[0] | split(" ")[0]' json)"
	jq -e '.command.left.first[0] | endswith(" (a\nb))")' json
}

# programs PID: the BPF programs that it has.
programs() {
	grep -hs '^prog_id' "/proc/$1/fdinfo/"* | sort -u | awk '{ print $2 }'
}

@test "the hook is gone when hookbench is killed, and the command gets SIGTERM" {
	needs_hook
	for signal in TERM KILL; do
		rm -f ready
		hold raw_tp sh -c ': >ready; exec sleep '"$nap"
		program=$(programs $pid)
		bpftool prog show id "$program"
		wait_for pgrep -f "^sleep $nap\$"
		child=$(pgrep -f "^sleep $nap\$")
		kill -$signal $pid
		wait_for gone "$pid"
		wait_for gone "$child"
		wait_until_not bpftool prog show id "$program"
	done
}

# started_and_left COMMAND...: it starts a process that naps; hookbench is then killed.
started_and_left() {
	rm -f ready
	hold none "$@"
	wait_for pgrep -f "^sleep $nap\$"
	[ -z "${stopped:-}" ] || pkill -STOP -f "^sleep $nap\$"
	kill -KILL $pid
	wait_until_not pgrep -f "^sleep $nap\$"
	wait_until_not pgrep -f "attach none.*$nap"
}

# The supervisor is the only one left to end them; one ignores SIGTERM, one is stopped.
@test "when hookbench is killed, what the command has started ends, too" {
	started_and_left sh -c ": >ready; sleep $nap; true"
	started_and_left setsid -w sh -c ": >ready; sleep $nap; true"
	started_and_left sh -c "setsid -f sleep $nap; : >ready; sleep 999; true"
	started_and_left sh -c "trap '' TERM HUP; : >ready; sleep $nap; true"
	stopped=yes started_and_left sh -c ": >ready; setsid -w sleep $nap; true"
}

@test "the command may signal its parent, and its group, once each" {
	expect 7 "$HOOKBENCH" attach -q none -- bash -c 'trap "exit 7" TERM; (kill -TERM $PPID); while :; do sleep 0.05; done'
	setsid -w "$HOOKBENCH" attach -q none -- bash -c 'trap "echo USR1" USR1; kill -USR1 0; sleep 0.5; exit 0' >out
	[ "$(grep -c USR1 out)" -eq 1 ]
}

# A shell that brings both back to the foreground sends CONT to the group.
@test "a signal to the whole group comes once, also to a command that has left it" {
	count='$SIG{$_} = sub { syswrite STDOUT, "$_[0]\n" } for "USR1", "CONT";
		open my $f, ">", "ready"; sleep 1 while ! -e "stop"'
	for leave in "" "setsid -w"; do
		rm -f ready stop
		# shellcheck disable=SC2086 # words
		setsid "$HOOKBENCH" attach -q none -- $leave perl -e "$count" >out 3>&- &
		wait_for [ -e ready ]
		for signal in USR1 CONT; do
			kill -$signal -- "-$(pgrep -o -f "attach -q none -- ${leave:+$leave }perl")"
			wait_for grep -q $signal out
			sleep 0.3
		done
		: >stop
		wait $!
		[ "$(sort out | tr '\n' ' ')" = "CONT USR1 " ]
	done
}

@test "if what watches the command is killed, that is said" {
	hold none sh -c ": >ready; exec sleep $nap"
	kill -KILL "$(pgrep -P $pid)"
	status=0
	wait $pid || status=$?
	[ "$status" -eq 137 ]
	grep "watches the command was killed" err
	wait_until_not pgrep -f "^sleep $nap\$"
}

# ---- in a VM ----

@test "in a VM: output and status are the command's" {
	fake_image image
	fake_qemu "$greet"'
echo "{\"output\": {\"stream\": 1, \"data\": \"'"$(printf 'to stdout\n' | base64)"'\"}}"
echo "{\"output\": {\"stream\": 2, \"data\": \"'"$(printf 'to stderr\n' | base64)"'\"}}"
echo "{\"alive\": {}}"
'"$(attach_reply '.command.status = 127')"
	expect 127 "$HOOKBENCH" attach none --kernel ./image -- true
	says "to stdout" "to stderr" "times are emulated" "add it with --add NAME"
	[ "$("$HOOKBENCH" attach none --kernel ./image -- true 2>/dev/null)" = "to stdout" ]
	fake_qemu "$greet"'
echo "{\"failed\": {\"error\": 95}}"'
	expect 2 "$HOOKBENCH" attach none --kernel ./image -- true
}

@test "in a VM: an answer that is wrong is refused" {
	fake_image image
	for filter in '.command.status = 256' 'del(.hook)' '.hook.backend = "../x"' '.hook.hits = -1' '.fetched = {}'; do
		fake_qemu "$greet"$'\n'"$(attach_reply "$filter")"
		expect 2 "$HOOKBENCH" attach none --kernel ./image -- true
		says 'the guest sent an invalid message "reply"'
	done
	fake_qemu "$greet"'
echo "{\"output\": {\"stream\": 1, \"data\": \"not base64!\"}}"'
	expect 2 "$HOOKBENCH" attach none --kernel ./image -- true
	says '"data" is not base64'
}

@test "in a VM: a file that cannot be put into it is reported before it starts" {
	fake_image image
	fake_qemu ': >started'
	expect 127 "$HOOKBENCH" attach none --kernel ./image -- no-such-command
	says "no-such-command: there is no such command in PATH"
	expect 127 "$HOOKBENCH" attach none --kernel ./image -- true '&&' ./missing
	says "./missing: there is no such command"
	echo text >text
	expect 126 "$HOOKBENCH" attach none --kernel ./image -- ./text
	says "cannot run ./text: it is not a program, or not executable"
	expect 2 "$HOOKBENCH" attach none --kernel ./image --add /no/such/file -- true
	says "cannot put /no/such/file into the guest: No such file"
	expect 2 "$HOOKBENCH" attach none --kernel ./image --add /proc -- true
	says "cannot put /proc into the guest"
	ln -s a b
	ln -s b a
	expect 2 "$HOOKBENCH" attach none --kernel ./image --add ./a -- true
	says "Too many levels of symbolic links"
	[ ! -e started ]
}

@test "in a VM: a large folder gets more memory" {
	fake_image image
	fake_qemu 'printf "%s\n" "$@" >arguments'
	expect 2 "$HOOKBENCH" attach none --kernel ./image -- true
	[ "$(grep -A1 -x -e -m arguments | tail -1)" -le 530 ]
	truncate -s 100M large
	expect 2 "$HOOKBENCH" attach none --kernel ./image --add ./large -- true
	[ "$(grep -A1 -x -e -m arguments | tail -1)" -ge 812 ]
	expect 2 "$HOOKBENCH" attach none --kernel ./image --memory 2000 -- true
	[ "$(grep -A1 -x -e -m arguments | tail -1)" -eq 2000 ]
}

# What is wrong with the file is known before anything is hooked.
@test "a target in a file: what is wrong with it" {
	printf 'int main(void) { return 0; }\n' >main.c
	cc -g -o main main.c
	mkfifo pipe
	for case in "./none:f|there is no such file" "none:f|there is no program in PATH none" \
		"main:main|a file of this folder is named with a slash: ./main" "./pipe:f|it is a pipe" \
		"./main.c:f|it is no ELF file" "./main:maim|similar names: main" "./main+0x1|is no offset of code" \
		"libc.so.6:malloc@@NONE|it has other versions of that function: malloc@@GLIBC" "libc.so.6:mallo|similar names: malloc"; do
		expect 2 "$HOOKBENCH" attach uprobe --target "${case%%|*}" -- sh -c 'echo started'
		says "--target ${case%%|*}: " "${case#*|}"
		no says "started"$'\n'
	done
	expect 2 "$HOOKBENCH" attach kprobe --target ./main:main -- true
	says "this backend hooks the kernel: FILE:FUNCTION needs uprobe"
	expect 2 "$HOOKBENCH" attach uprobe -- true
	says "this backend hooks functions in user space: name one with --target FILE:FUNCTION"
	expect 2 "$HOOKBENCH" attach uprobe --target user-call:nop -- true
	says "only hookbench run calls it"
	expect 2 "$HOOKBENCH" attach uprobe --target vfs_read:x -- true
	says "--target vfs_read:x: there is no program in PATH vfs_read" "a kernel function is named alone: --target vfs_read"
	for command in "attach uprobe" macro; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" $command --target ./main:main --target libc.so.6:malloc -- true
		says 'remove "./main:main" or "libc.so.6:malloc"'
	done
	expect 2 "$HOOKBENCH" run --target ./main:main
	says "--target takes the name of a kernel function"
}
