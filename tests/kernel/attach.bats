#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2016 # the inner shell's own variables
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Real commands under each hook, in VMs: hits are what the command is known to do.

load ../cli/support
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.1 6.12 7.3; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	PATH=$repo/scripts:$PATH
}

# hits_of KERNEL BACKEND COUNT: while 20 times COUNT files in 21 folders are removed.
hits_of() {
	expect 0 "$HOOKBENCH" attach "$2" --kernel "$(cat "image-$1")" --json json --add mkdir -- \
		macro-tree /tmp/tree "$3" '&&' rm -rf /tmp/tree '&&' sh -c '! [ -e /tmp/tree ]'
	says "times are emulated"
	jq -e '.hook.recursion == 0 and .hook.missed // 0 == 0 and .vm.accelerator == "tcg" and
		.command.started == 3 and .command.status == 0' json
	hits=$(jq .hook.hits json)
}

@test "thousands of files removed: as many hits of the function, by each backend" {
	hits_of 6.12 fentry 500
	[ "$hits" -eq 10000 ]
	for backend in kprobe kretprobe fexit; do
		hits_of 6.12 $backend 100
		[ "$hits" -eq 2000 ]
	done
	for backend in kprobe fentry; do
		hits_of 7.3 $backend 100
		[ "$hits" -eq 2000 ]
	done
}

# The system call removes folders too (AT_REMOVEDIR), which the function behind it does not see.
@test "2,000 files and 21 folders removed: as many hits of the system call" {
	for backend in tp raw_tp tp_btf; do
		hits_of 6.12 $backend 100
		[ "$hits" -eq 2021 ]
	done
}

@test "a program of your own: its programs run once for each file" {
	expect 0 "$HOOKBENCH" attach --program "$repo/bpf/examples/unlink.bpf.c" --kernel "$(cat image-6.12)" --json json -- \
		sh -c 'touch /tmp/a /tmp/b && rm /tmp/a /tmp/b'
	says "unlink on do_unlinkat, in a VM with 6.12" "unlink_begins, fentry/do_unlinkat: runs 2" "unlink_ends, fexit/do_unlinkat: runs 2"
	jq -e '.hook.hits == 4 and [.hook.programs[] | .runs] == [2, 2]' json
}

attach() {
	"$HOOKBENCH" attach fentry --kernel "$(cat image-6.12)" "$@"
}

# attach_on_oldest: for what does not depend on the kernel, on the one that boots in less than half the time.
attach_on_oldest() {
	"$HOOKBENCH" attach fentry --kernel "$(cat image-5.10)" "$@"
}

@test "words, streams, status, folder and environment are as on this machine" {
	mkdir -p "a folder/below"
	printf 'text\n' >"a folder/below/file"
	ln -s "a folder" link
	printf '\377' >bytes
	run --separate-stderr attach_on_oldest -q --add "./a folder" --add ./link --add cat --add id --add ls --add cmp -- \
		sh -c 'printf "<%s>" "$@"; echo; echo to stderr >&2; pwd; cat link/below/file; echo $HOME; id -u; ls /proc/self/fd; echo text >/tmp/in-the-guest && cmp /tmp/in-the-guest link/below/file; cat; exit 42' - 'a  b' "'" '' "$(cat bytes)"
	[ "$status" -eq 42 ]
	[ "$stderr" = "to stderr" ]
	[ "$output" = "<a  b><'><><$(cat bytes)>
$PWD
text
$HOME
0
0
1
2
3" ]
}

@test "a file is fetched, but not one that is larger than the guest" {
	mkdir -p fetched
	expect 2 "$HOOKBENCH" attach none --kernel "$(<image-6.12)" --fetch /tmp/hole --fetch /proc/version --fetch-to fetched \
		-- truncate -s 1T /tmp/hole
	says "cannot fetch /tmp/hole from the guest: File too large"
	grep -q '^Linux version 6' fetched/version
	[ ! -e fetched/hole ]
}

@test "missing programs, a signal and processes left behind are reported" {
	expect 127 attach_on_oldest -- sh -c 'exec no-such-program'
	says "add it with --add NAME"
	expect 137 attach_on_oldest --json json -- sh -c 'kill -KILL $$'
	jq -e '.command.signal == 9' json
	expect 0 attach_on_oldest --json json --add sleep -- \
		sh -c 'sleep 1000 & while read -r name </proc/$!/comm && [ "$name" != sleep ]; do :; done; exit 0'
	says "1 of the command's processes is still running" "(sleep)"
	jq -e '.command.left.count == 1' json
}

@test "a hook that the kernel has not: the command is not started" {
	expect 2 "$HOOKBENCH" attach kprobe --kernel "$(cat image-6.12)" --append lockdown=confidentiality -- sh -c 'echo started'
	says "kprobe cannot be attached: not permitted, and the kernel is locked down"
	no says "started"$'\n'
}

# All of it, not only the command: what starts at another instruction ends at another.
@test "instructions as time: --accel exact says the same each time" {
	for run in 1 2 3; do
		attach --accel exact --json "json-$run" -- touch /tmp/file '&&' rm /tmp/file
		jq -e '.vm.accelerator == "exact" and .hook.hits == 1' "json-$run"
	done
	jq -es 'map([.command, .hook]) | unique | length == 1' json-1 json-2 json-3
}

@test "another function may be hooked; one that there is not is refused" {
	expect 0 attach_on_oldest --target vfs_unlink --json json -- touch /tmp/a '&&' rm /tmp/a
	jq -e '.hook.function == "vfs_unlink" and .hook.hits == 1' json
	expect 2 attach_on_oldest --target vfs_unlin -- sh -c 'echo started'
	says "cannot be hooked" "vfs_unlink"
	no says "started"$'\n'
}

# The outer one holds its hook while the inner one measures on the same function, and both count.
@test "two hookbenches on the same function: the second reports it, and both count" {
	run "$HOOKBENCH" attach fentry --kernel "$(cat image-6.12)" --json json -- \
		"$HOOKBENCH" run --backends fentry --rounds 2 --cycles 200 -o /tmp/inner
	says "do_unlinkat is already hooked: entry_count on do_unlinkat"
	# By each of six trials with its warm-up, and what is tried before: 2 of none, 2 of control, 2 of fentry.
	[ "$(jq .hook.hits json)" -ge 1200 ]
	says "fentry "
}

# list_without_ftrace KERNEL: tries hooks with the switch off, as far as the kernel lets it.
list_without_ftrace() {
	run "$HOOKBENCH" list -q --kernel "$(cat "image-$1")" --append sysctl.kernel.ftrace_enabled=0 \
		--backends kprobe,kretprobe,kprobe.offset,kprobe.int3,fentry,fexit,lsm,tp,raw_tp,tp_btf
}

# Some attach as usual, and no hit comes; the kernel refuses others.
@test "a switch that silences hooks is named, and the others work" {
	for kernel in 6.1 6.12; do
		list_without_ftrace $kernel
		for backend in kprobe kretprobe fentry fexit; do
			grep -E "^  $backend +no: kernel.ftrace_enabled is 0: hooks at functions attach, but never fire" <<<"$output"
		done
		for backend in kprobe.offset kprobe.int3 tp raw_tp tp_btf; do
			grep -E "^  $backend +yes" <<<"$output"
		done
	done
	# This kernel cannot be switched off.
	list_without_ftrace 7.3
	no says "ftrace_enabled"
	no grep -E "^  [a-z0-9_.]+ +no: " <<<"$output"
	for command in "attach kprobe" "attach fentry" "trace fentry" "macro --backends fentry --rounds 1"; do
		# shellcheck disable=SC2086 # words
		expect 2 "$HOOKBENCH" $command --kernel "$(cat image-6.12)" --append sysctl.kernel.ftrace_enabled=0 -- true
		says "kernel.ftrace_enabled is 0" "sysctl -w kernel.ftrace_enabled=1"
	done
}
