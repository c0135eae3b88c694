#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# A running kernel that supports all four hooks: everything on it, in nanoseconds. (In VMs that hookbench starts,
# its guest program does this instead.) Nothing else runs there, so the counts are exact.

load ../cli/support
load machine
bats_require_minimum_version 1.5.0

hooks="kprobe kretprobe fentry fexit"

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# What `make bench` finds in a checkout; there is nothing to install or to build on that machine.
	mkdir -p machine/checkout/scripts machine/checkout/build/release
	cp "$repo/scripts/bench" machine/checkout/scripts
	printf '#!/bin/sh\n' | tee machine/checkout/scripts/setup >machine/checkout/scripts/build
	printf '#!/bin/sh\necho "/fetched/$*"\n' >machine/checkout/scripts/fetch-kernel
	chmod +x machine/checkout/scripts/*
	ln -s ../../../tools/bench machine/checkout/build/release/bench
	boot_machine 900 tcg <<-'EOT'
		hooks="kprobe kretprobe fentry fexit"
		list=${hooks// /,}
		step list "$hookbench" list --backends "$list"
		step run "$hookbench" run --backends "$list" --rounds 3 --cycles 100 -o "$out/run"
		step payloads "$hookbench" run --backends fentry+fexit,kprobe+kretprobe --payload duration,ringbuf \
			--rounds 2 --cycles 50 -o "$out/payloads"
		step attach-cost "$hookbench" attach-cost --backends kprobe,fentry --functions 1,10 --repeats 2 -o "$out/attach-cost"
		for backend in $hooks; do
			step "attach-$backend" "$hookbench" attach "$backend" --json "$out/attach-$backend.json" -- \
				sh -c 'cd /tmp && touch 1 2 3 && rm 1 2 3'
		done
		step trace "$hookbench" trace fentry --json -- sh -c 'touch /tmp/a && rm /tmp/a /tmp/missing'
		step trace-printk "$hookbench" trace kprobe --printk -- sh -c 'touch /tmp/a && rm /tmp/a'
		step macro "$hookbench" macro --backends kprobe,fentry --runs 1 --prepare ': >/tmp/a' -o "$out/macro" -- rm /tmp/a
		step macro-own "$hookbench" macro --backends fexit --runs 1 -o "$out/macro-own" -- create-unlink --cycles 50

		thp=/sys/kernel/mm/transparent_hugepage/enabled jit=/proc/sys/net/core/bpf_jit_harden
		echo always >$thp
		settings() { cat $thp $jit /proc/sys/kernel/bpf_stats_enabled >"$out/settings-$1"; }
		settings before
		step doctor "$hookbench" doctor --format json
		step tune "$hookbench" doctor --tune
		settings tuned
		step doctor-tuned "$hookbench" doctor --format json
		step restore "$hookbench" doctor --restore
		settings restored

		cd "$folder/checkout"
		step bench env CYCLES=50 ROUNDS=2 scripts/bench
		step bench-missing env BACKENDS=fentry.multi CYCLES=50 scripts/bench
		step left "$hookbench" list --backends kprobe
	EOT
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

@test "list finds that all four can be attached" {
	ended list 0
	for backend in $hooks; do
		grep -E "^ +$backend +yes" out/list.out
	done
}

# 3: an emulated machine may be too restless for its control.
@test "run measures all four in nanoseconds, each hit by each operation" {
	ended run 0 3
	says "nanoseconds per operation" "do_unlinkat"
	for backend in $hooks; do
		jq -e --arg backend "$backend" '[.trials[] | select(.backend == $backend)] |
			length == 3 and all(.hits == 100 and .expected_hits == 100 and (.missed // 0) + (.recursion // 0) == 0)' out/run/result.json
	done
	jq -e '.vm == null and .clock.unit == "nanoseconds" and .target.symbol == "do_unlinkat" and
		([.backends[].available] | all) and ([.trials[] | select(.backend == "kprobe") | .placement] | unique == ["ftrace"])' out/run/result.json
}

# In wall time, most of it is spent waiting for grace periods, and not in the thread's own time.
@test "attach-cost measures processor time and what the caller waits for" {
	ended attach-cost 0
	says "processor time of the caller, ns" "ms until it returns" "mostly grace periods of RCU" "Waiting is "
	jq -e '.vm == null and .unit == "nanoseconds" and (.trials | length == 8) and
		(.trials | all(.reason == null and .attach > 0 and .attach_ns >= .attach and .detach_ns >= .detach)) and
		([.trials[] | select(.backend == "fentry" and .functions == 10) | .detach_ns / .detach] | add / length > 2)' \
		out/attach-cost/attach_cost.json
}

@test "payloads of two hooks at once" {
	ended payloads 0 3
	for payload in duration ringbuf; do
		jq -e '[.trials[] | select(.backend != "none") | .hits >= .expected_hits] | all' out/payloads/*"$payload"*/result.json
	done
}

@test "a command under each hook: as many hits as files are removed" {
	for backend in $hooks; do
		ended "attach-$backend" 0
		jq -e '.hook.hits == 3 and .hook.recursion == 0 and .vm == null and .command.status == 0' "out/attach-$backend.json"
	done
}

@test "trace shows who, which file, and what came of it" {
	ended trace 1
	jq -se 'length == 2 and .[0].comm == "rm" and .[0].file == "/tmp/a" and .[0].result == 0 and
		.[1].file == "/tmp/missing" and .[1].result == -2' out/trace.out
	ended trace-printk 0
	says "kprobe: pid = " "filename = /tmp/a" "kretprobe: pid = " "ret = 0"
}

@test "macro times a command of the system, and one of its own" {
	ended macro 0 3
	jq -e '[.backends[] | select(.backend != "none") | .command_hits == 1] | length == 2 and all' out/macro/result.json
	ended macro-own 0 3
	jq -e '[.backends[] | select(.backend == "fexit") | .command_hits == 50] | all' out/macro-own/result.json
}

# state_of FILE CHECK
state_of() {
	jq -r --arg check "$2" '.checks[] | select(.name == $check) | .state' "$1"
}

@test "doctor examines this kernel; --tune changes what it says, and --restore restores it" {
	ended doctor 0 3
	no [ "$(state_of out/doctor.out transparent-hugepage)" = ok ]
	jq -e '.checks | length > 20' out/doctor.out
	# What hookbench left of its own would be found here.
	for check in kprobe-events bpf-programs bpf-stats ftrace; do
		case $(state_of out/doctor.out $check) in "" | ok) ;; *) jq . out/doctor.out && return 1 ;; esac
	done
	ended tune 0 3
	says transparent-hugepage
	ended doctor-tuned 0 3
	[ "$(state_of out/doctor-tuned.out transparent-hugepage)" = ok ]
	no cmp out/settings-before out/settings-tuned
	ended restore 0 3
	cmp out/settings-before out/settings-restored
}

@test "make bench measures on this kernel, and makes a report" {
	ended bench 0 3
	says "support all backends?" "Yes: measuring here." "nanoseconds per operation" "Report: results/runs/"
	no says "measuring in a VM"
}

@test "make bench looks elsewhere for what this kernel lacks, and says what that is" {
	ended bench-missing 2
	says "fentry.multi" "no: " "No kernel here does: measuring in a VM, with Debian's stable kernel." \
		"cannot read the kernel image /fetched/stable"
}
