#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What makes instructions dear, on real kernels: sums, and programs whose numbers are known. arm64.bats
# has the same for arm64.

load ../cli/support

kernels="5.10 6.12 7.3"

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in $kernels; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# measure FOLDER OPTION...: a run of one round.
measure() {
	local folder=$1
	shift
	expect 0 "$HOOKBENCH" run -q --cycles 50 --rounds 1 --drivers -o "$folder" "$@"
}

# driver FOLDER BACKEND DRIVER: how many it adds.
driver() {
	"$HOOKBENCH" explain --drivers --format json "$1" |
		jq --arg b "$2" --arg d "$3" '.backends[] | select(.backend == $b).drivers[$d].difference'
}

# in_program FOLDER BACKEND DRIVER: the same in the BPF program alone.
in_program() {
	"$HOOKBENCH" explain --drivers --format json "$1" |
		jq --arg b "$2" --arg d "$3" '.backends[] | select(.backend == $b).functions[] |
			select(.function == "[bpf program]").drivers[$d].difference'
}

@test "classes and functions add up to the operation, for every backend" {
	for kernel in $kernels; do
		measure "all-$kernel" --kernel "$(cat "image-$kernel")" --backends kprobe,kprobe.int3,kretprobe,fentry,fexit,tp
		expect 0 "$HOOKBENCH" explain --drivers "all-$kernel"
		says "What makes the instructions dear"
		# The same by another program, from what was stored.
		[ "$(jq '.trials | length' "all-$kernel/drivers.json")" -gt 6 ]
		[ "$(jq -r --slurpfile explain "all-$kernel/explain.json" --slurpfile run "all-$kernel/result.json" \
			-f "$repo/tests/kernel/drivers.jq" "all-$kernel/drivers.json")" = "" ]
		jq -e '[.trials[].stack_confirmed > 1000] | all' "all-$kernel/drivers.json"
	done
}

@test "an operation is one system call, and a breakpoint one exception" {
	for kernel in $kernels; do
		jq -e '.trials[] | select(.backend == "none") | .drivers.entries == 1 and .kinds.traps == {syscall: 1, sysret: 1}' \
			"all-$kernel/drivers.json"
	done
	[ "$(driver all-5.10 kprobe.int3 breakpoints)" = 1 ]
	[ "$(driver all-5.10 kprobe.int3 entries)" = 1 ]
	[ "$(driver all-5.10 kprobe.int3 traps)" = 2 ] # int3, iret
	# The instruction in whose place it is ends with a second one.
	[ "$(driver all-7.3 kprobe.int3 breakpoints)" = 2 ]
	for backend in kprobe fentry tp; do [ "$(driver all-6.12 $backend entries)" = 0 ]; done
}

# The page with the breakpoint goes away with it, and what was there before is executed again, as QEMU has
# translated it before.
@test "a uprobe is a breakpoint, and without it there is none" {
	measure user --kernel "$(cat image-6.12)" --workload user-call --backends uprobe,uretprobe --rounds 2
	[ "$(driver user uprobe breakpoints)" = 1 ]
	[ "$(driver user uretprobe entries)" = 2 ] # and a system call
	jq -e '[.trials[] | (.kinds.traps.int3 // 0) == (if .backend == "none" then 0 else 1 end)] | length == 8 and all' user/drivers.json
}

@test "a program's own: n atomic adds, n lines, n calls through a pointer" {
	measure known --kernel "$(cat image-6.12)" --append mitigations=off --workload create-unlink \
		--program "$repo/tests/kernel/programs/dear_locked.bpf.c" \
		--program "$repo/tests/kernel/programs/dear_lines.bpf.c" \
		--program "$repo/tests/kernel/programs/dear_calls.bpf.c" \
		--program "$repo/tests/kernel/programs/dear_stack.bpf.c" \
		--program "$repo/tests/kernel/programs/dear_stack_less.bpf.c"
	[ "$(driver known dear_locked locked)" = 5 ]
	[ "$(driver known dear_locked stores)" = 5 ]
	[ "$(in_program known dear_locked locked)" = 5 ]
	[ "$(in_program known dear_lines data_lines)" = 16 ]
	[ "$(in_program known dear_lines data_pages)" = 1 ]
	[ "$(driver known dear_lines loads)" = 17 ]
	[ "$(driver known dear_lines stores)" = 0 ]
	[ "$(driver known dear_calls indirect_calls)" = 6 ]
	[ "$(($(in_program known dear_stack stack) - $(in_program known dear_stack_less stack)))" = 408 ] # 448 - 40
	jq -e '.trials[] | select(.backend == "dear_locked") | .kinds.locked["lock add"] >= 5' known/drivers.json
}

# A trampoline calls the function that fexit hooks, and all of it is deeper by the trampoline's part.
@test "the stack: what is called within a hook is as deep as the hook makes it" {
	for kernel in $kernels; do
		for backend in kprobe fentry; do [ "$(driver "all-$kernel" $backend stack)" = 0 ]; done
		jq -e '(.trials | map({(.backend): .}) | add) as $t | ($t.fexit.drivers.stack - $t.none.drivers.stack) as $more |
			$more > 0 and ["vfs_unlink", "security_inode_unlink", "evict"] - ($t.none.functions | keys) == [] and
			all("vfs_unlink", "security_inode_unlink", "evict"; $t.fexit.functions[.].stack - $t.none.functions[.].stack == $more)' \
			"all-$kernel/drivers.json"
	done
}

# Two ways to count: what lost its prefix on one CPU is what has it if the kernel keeps it.
@test "instructions whose lock prefix is gone are those that had one" {
	measure kept --kernel "$(cat image-6.12)" --append noreplace-smp --backends kprobe,kretprobe,fentry,fexit
	for backend in none kprobe kretprobe fentry fexit; do
		less=$(($(driver kept $backend instructions) - $(driver all-6.12 $backend instructions)))
		# What a hook adds is the same. An unlink itself takes 3 instructions less if what it frees is in a slab's first
		# page, which depends on where memory lies, and so on the command line.
		[ $less = 0 ] || [[ $backend = none && ${less#-} = 3 ]]
		[ "$(driver kept $backend unlocked)" = 0 ]
		[ "$(driver kept $backend locked)" = "$(($(driver all-6.12 $backend locked) + $(driver all-6.12 $backend unlocked)))" ]
	done
	[ "$(driver all-6.12 none unlocked)" -gt 0 ]
}

@test "the difference between two kernels" {
	expect 0 "$HOOKBENCH" explain --drivers --format json all-5.10 all-7.3
	echo "$output" >change.json
	jq -e '.backends[] | select(.backend == "kprobe.int3").drivers.breakpoints == {before: 1, after: 2, difference: 1}' change.json
	jq -e '[.backends[].drivers[] | .after - .before == .difference] | length > 100 and all' change.json
}

# From the runs that are there.
@test "regress shows a matrix a driver, and its gate watches them" {
	regress() {
		"$HOOKBENCH" regress --cycles 50 --rounds 1 --backends kprobe,kprobe.int3,kretprobe,fentry,fexit,tp -o . \
			--kernel "$(cat image-5.10)" --kernel "$(cat image-7.3)" --max-increase 10000 "$@"
	}
	expect 0 regress --drivers --max-increase breakpoints=1
	says "measured before" "breakpoints"
	no says "measured in"
	expect 1 regress --max-increase breakpoints=0
	says "kprobe.int3 adds 2 breakpoints, and 1 before: 1 more, of which 0 are tolerated"
	expect 1 "$HOOKBENCH" compare all-5.10 all-7.3 --max-increase 10000 --max-increase entries=0 --max-increase locked=0
	says "kprobe.int3 adds 2 entries, and 1 before"
	expect 0 "$HOOKBENCH" compare all-5.10 all-7.3 --max-increase 10000 --max-increase entries=1
}

@test "a kernel whose drivers exceed a limit is bad for git bisect" {
	step() {
		"$HOOKBENCH" bisect-step -q --kernel "$(cat image-7.3)" --backend kprobe.int3 --good all-5.10 --max-increase 10000 "$@"
	}
	expect 1 step --max-increase breakpoints=0
	says "kprobe.int3 adds 2 breakpoints, and 1 before"
	expect 0 step --max-increase breakpoints=1
}
