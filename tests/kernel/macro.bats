#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Commands timed by hyperfine under each hook, in VMs: hits are what the command is known to do.

load ../cli/support
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$repo/scripts/fetch-kernel" 6.12 >image
	"$repo/scripts/fetch-kernel" 5.10 >oldest
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
	command -v hyperfine >/dev/null || skip "needs hyperfine"
	PATH=$repo/scripts:$PATH
}

macro() {
	"$HOOKBENCH" macro --kernel "$(cat image)" --rounds 1 --runs 1 "$@"
}

# macro_on_oldest: for what does not depend on the kernel, on the one that boots in less than half the time.
macro_on_oldest() {
	"$HOOKBENCH" macro --kernel "$(cat oldest)" --rounds 1 --runs 1 "$@"
}

@test "2,000 files removed: as many hits of one run, by each backend" {
	expect 0 macro --backends kprobe,fentry,tp --add mkdir --prepare 'macro-tree /tmp/tree 100' -o tree -- \
		rm -rf /tmp/tree
	says "(VM, tcg, qemu64)" "unit: emulated" "command: rm -rf /tmp/tree"
	# The system call removes the 21 folders too, which the function behind it does not see.
	jq -e '[.backends[] | [.backend, .command_hits]] ==
		[["none", null], ["kprobe", 2000], ["fentry", 2000], ["tp", 2021]]' tree/result.json
	jq -e '[.trials[] | select(.backend == "kprobe" or .backend == "fentry").hits] == [2000, 2000] and
		(.trials | length) == 5' tree/result.json
	[ "$(find tree/hyperfine -name '001-0[1-5]-*.json' | wc -l)" -eq 5 ]
}

@test "a workload of ours, in the guest, and a hook on another function" {
	expect 0 macro -q --backends kprobe --target vfs_unlink -o own \
		--add touch --add rm --prepare 'touch /tmp/in-the-guest && rm /tmp/in-the-guest' -- create-unlink --cycles 300
	# Of one run alone; in a trial, what else ran meanwhile is hit too.
	jq -e '[.trials[] | select(.backend == "kprobe").hits] == [301]' own/result.json
	jq -e '.target.symbol == "vfs_unlink" and .plan.target == "vfs_unlink" and
		(.backends[] | select(.backend == "kprobe").command_hits) == 300 and
		.vm.accelerator == "tcg" and .plan.command == "create-unlink --cycles 300"' own/result.json
}

@test "a program of your own: it and its twin are hit by each file" {
	expect 0 macro -q --program "$repo/bpf/examples/unlink.bpf.c" -o program -- create-unlink --cycles 300
	# fentry and fexit.
	jq -e '[.backends[] | [.backend, .command_hits]] == [["none", null], ["unlink", 600], ["unlink.twin", 600]] and
		[.programs[] | .runs] == [300, 300]' program/result.json
}

@test "a failure in the guest is reported here" {
	expect 2 macro_on_oldest --backends fentry -o failed -- sh -c 'echo why >&2; exit 7'
	says "the command failed with status 7" "why"
	expect 2 macro_on_oldest --backends fentry -o failed -- sh -c 'exec no-such-program'
	says "the command failed with status 127" "--add NAME puts one into a VM"
	expect 2 macro_on_oldest --backends fentry -o failed -- no-such-command
	says "no-such-command: there is no such command in PATH"
	expect 2 macro_on_oldest --backends kprobe --append lockdown=confidentiality -o failed -- true
	says "no hook attaches and is hit" "the kernel is locked down"
	[ ! -e failed ]
}
