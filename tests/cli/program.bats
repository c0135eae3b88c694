#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# The user's own programs on the running kernel, on which tracepoints work at least, and what is refused before
# anything is measured. What needs other hooks is in tests/kernel/program.bats.

load support

programs=$repo/tests/kernel/programs

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

@test "a program on the running kernel: in nanoseconds, beside its twin, by a workload that runs it" {
	needs_root
	run "$HOOKBENCH" run -q --program "$programs/tp.bpf.c" --rounds 6 --cycles 200 -o own
	[ "$status" -eq 0 ] || [ "$status" -eq 3 ] # 3: the machine was too restless
	says "tp-2 (tp.bpf.c):" "count_hits (tp/syscalls/sys_enter_unlinkat)"
	# Other processes may unlink something meanwhile.
	jq -e '.plan.workload == "create-unlink" and .plan.backends == ["none", "tp-2", "tp-2.twin"] and
		.plan.programs[0].twin == "tp-2.twin" and (.programs | length) == 1 and .programs[0].attached and
		.programs[0].runs >= .programs[0].operations and
		.programs[0].timed_runs >= .programs[0].timed_operations and .tool.programs["tp-2"] == .plan.programs[0].checksum' \
		own/result.json
	expect 0 "$HOOKBENCH" inspect -q "$programs/tp.bpf.c" --format csv
	says ",tp-2,count_hits,tp/syscalls/sys_enter_unlinkat,tp,syscalls/sys_enter_unlinkat,1,"
}

@test "two files of a name, and one of a backend's, get names of their own" {
	needs_root
	mkdir a b
	cp "$programs"/{tp.bpf.c,count.h} a
	cp "$programs"/{tp.bpf.c,count.h} b
	expect 0 "$HOOKBENCH" list -q --backends tp --program a/tp.bpf.c --program b/tp.bpf.c
	says "tp-2 " "tp-3 " "tp-2.twin " "tp-3.twin "
}

@test "the settings need a program, and take what they should" {
	for option in --only=a --retarget=a=b --set=a=1 --cflags=-O1; do
		expect 2 "$HOOKBENCH" run $option
		says "are for --program FILE, which is missing"
	done
	expect 2 "$HOOKBENCH" run --program x.c --retarget do_unlinkat
	says '--retarget takes OLD=NEW, not "do_unlinkat"'
	expect 2 "$HOOKBENCH" run --program x.c --set =7
	says '--set takes NAME=VALUE, not "=7"'
	expect 2 "$HOOKBENCH" run --program x.c --set "a=$(printf '%0600d' 7)"
	says "--set: all values together are too long"
	mapfile -t many < <(for i in {1..9}; do echo "--program=$i.c"; done)
	expect 2 "$HOOKBENCH" run "${many[@]}"
	says "at most 8 programs are measured in a run"
	expect 2 "$HOOKBENCH" inspect
	says "name the FILE of a BPF program"
}

@test "a file that is no program is refused before anything is measured" {
	mkfifo pipe
	mkdir folder
	: >empty.bpf.c
	printf 'int f(void) { return x; }\n' >broken.bpf.c
	for file in pipe folder empty.bpf.c broken.bpf.c missing.bpf.c /bin/true; do
		expect 2 timeout 60 "$HOOKBENCH" run --program $file --workload create-unlink -o never
		says "$(basename $file)"
		[ ! -e never ]
	done
	says "not for BPF"
}
