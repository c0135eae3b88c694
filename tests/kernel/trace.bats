#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# hookbench trace in VMs: who, which file, and what came of it, by each of the tutorial's hooks.

load ../cli/support
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.12 7.3; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

trace() {
	local kernel=$1
	shift
	"$HOOKBENCH" trace --kernel "$(cat "image-$kernel")" "$@" 2>err
}

# The shell prints its pid, which rm then has.
script='echo "pid $$" >&2; : >"/tmp/two
lines"; exec rm "/tmp/two
lines" /tmp/missing'

# shows_all KERNEL BACKEND: as JSON, with the pid of the command and no other.
shows_all() {
	expect 1 trace "$1" "$2" --json --add rm -- sh -c "$script"
	pid=$(sed -n 's/^pid //p' err)
	jq -se --argjson pid "$pid" 'length == 2 and all(.[]; .pid == $pid and .tid == $pid and .comm == "rm" and
		.truncated == false) and .[0].file == "/tmp/two\nlines" and .[0].result == 0 and
		.[1].file == "/tmp/missing" and .[1].result == -2' <<<"$output"
	grep -F "2 events, 0 lost" err
}

# prints_all KERNEL BACKEND RETURN: the kernel's own lines of both sides, which name the hooks BACKEND and
# RETURN. Where the name is not gone by the return, fexit prints it again, as the tutorial's does.
prints_all() {
	local at_return=""
	expect 1 trace "$1" "$2" --printk --add touch --add rm -- touch /tmp/a '&&' rm /tmp/a /tmp/missing
	grep -F "4 lines, 0 lost" err
	pid=$(sed -n "1s/.*: $2: pid = \([0-9]*\), filename = \/tmp\/a\$/\1/p" <<<"$output")
	[ "$pid" -gt 1 ]
	case $1-$2 in 7.*-fentry) at_return=", filename = FILE" ;; esac
	[ "$(grep -o "$2: .*\|$3: .*" <<<"$output")" = "$2: pid = $pid, filename = /tmp/a
$3: pid = $pid${at_return/FILE//tmp/a}, ret = 0
$2: pid = $pid, filename = /tmp/missing
$3: pid = $pid${at_return/FILE//tmp/missing}, ret = -2" ]
	[ "$(grep -c "^ *rm-$pid " <<<"$output")" -eq 4 ]
}

@test "pid, command, name and result through the ring buffer" {
	for kernel in 5.10 6.12 7.3; do
		for backend in fexit kprobe; do
			shows_all $kernel $backend
		done
	done
	shows_all 7.3 fsession
}

@test "the same through the trace pipe" {
	prints_all 5.10 kprobe kretprobe
	prints_all 6.12 fentry fexit
	prints_all 7.3 fentry fexit
	prints_all 7.3 kprobe kretprobe
}

# The tutorial's file does the same; the lines are those of its programs.
@test "a program of your own prints as it would by its own loader, on each kernel" {
	for kernel in 5.10 6.12; do
		expect 0 trace $kernel --program "$repo/bpf/examples/unlink.bpf.c" -- sh -c 'touch /tmp/a && rm /tmp/a'
		pid=$(sed -n '1s/.*: process \([0-9]*\) removes \/tmp\/a$/\1/p' <<<"$output")
		[ "$pid" -gt 1 ]
		[ "$(grep -o ': process .*' <<<"$output")" = ": process $pid removes /tmp/a
: process $pid has removed it: 0" ]
		[ "$(grep -c "^ *rm-$pid .*: bpf_trace_printk: process" <<<"$output")" -eq 2 ]
		grep -F "2 lines, 0 events, 0 lost; unlink on do_unlinkat, in a VM with $kernel" err
	done
}

@test "its events come decoded out of a VM, and what cannot be attached is named" {
	expect 0 trace 6.12 --json --program "${HOOKBENCH%/bench/hookbench}/tests/bpf/events.bpf.o" -- sh -c :
	jq -se 'any(.[]; .map == "ring" and .type == "event" and .event.command == "sh" and .event.kind == "KIND_PARENT")' \
		<<<"$output"
	jq -se 'any(.[]; .map == "per_cpu" and .size == 4 and .hex == "02 01 00 00")' <<<"$output"
	expect 2 trace 7.3 --program "$repo/bpf/examples/unlink.bpf.c" -- sh -c 'echo started'
	output=$(cat err)
	says "unlink cannot be attached: " do_unlinkat
	no says started
	expect 0 trace 7.3 --program "$repo/bpf/examples/unlink.bpf.c" --only unlink_begins \
		--retarget do_unlinkat=filename_unlinkat
	[[ ${lines[0]} == *"removes hello" ]]
	grep -F "unlink on filename_unlinkat, in a VM with 7.3" err
}

@test "without a command: a demonstration" {
	expect 0 trace 7.3 fentry
	[[ ${lines[0]} =~ ^PID\ +COMM\ +RESULT\ +FILE$ ]]
	[[ ${lines[1]} =~ ^[0-9]+\ +demonstration\ +0\ +hello$ ]]
	[[ ${lines[4]} =~ \ 0\ +'tab\there'$ ]]
	[[ ${lines[5]} =~ \ ENOENT\ +missing$ ]]
	[[ ${lines[6]} =~ \ EISDIR\ +/tmp$ ]]
	[ "${#lines[@]}" -eq 7 ]
	grep -F "fentry+fexit on filename_unlinkat, in a VM with 7.3" err
}

@test "a hook that the kernel has not: nothing is run" {
	expect 2 trace 5.10 fsession -- sh -c 'echo started'
	output=$(cat err)
	says "fsession cannot be attached: "
	no says started
}
