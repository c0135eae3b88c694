#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# Workloads other than unlinking, and functions named by --target, on several real kernels.

load ../cli/support

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.12 7.3; do
		ln -s "$("$repo/scripts/fetch-kernel" "$kernel")" "$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# exact KERNEL WORKLOAD TARGET [LEAST]: each trial is sound, each operation a hit of the target, and so
# many of 300 of one length.
exact() {
	local run=$2-$1
	expect 0 "$HOOKBENCH" run -q --kernel "$1" --workload "$2" --rounds 1 -o "$run"
	[ "$(jq -r .target.symbol "$run/result.json")" = "$3" ]
	[ "$(jq .summary.valid "$run/result.json")" = true ]
	[ "$(jq '[.backends[].available] | length == 5 and all' "$run/result.json")" = true ]
	[ "$(jq '[.trials[] | select(.backend != "none") | .hits >= 300 and .hits <= '"${most_hits-300}"' and .operations == 300] | all' "$run/result.json")" = true ]
	[ "$(jq "[.trials[] | .operation.mode_count >= ${4-270}] | all" "$run/result.json")" = true ]
	[ "$(jq '[.summary.rows[] | select(.backend != "none") | .overhead_in_unit > 0] | all' "$run/result.json")" = true ]
}

@test "rename is exact" {
	exact 5.10 rename do_renameat2
	exact 6.12 rename do_renameat2
	exact 7.3 rename filename_renameat2
	# Debian's 5.10 has it from 5.15 already.
	jq -c .target rename-*/result.json
	[ "$(jq -c .target.name_parameter rename-*/result.json | xargs)" = "1 1 1" ]
}

# Random numbers are made ahead, some at a time; and memcpy takes 4 more or fewer by the addresses of its buffers.
@test "connect: the whole handshake" {
	for kernel in 5.10 6.12 7.3; do
		exact "$kernel" connect tcp_v4_connect 30
		says "Lengths vary: the kernel generates random numbers"
	done
}

# overheads RUN: a line each.
overheads() {
	jq -r '.summary.rows[] | select(.backend != "none") | "\(.backend) \(.overhead_in_unit)"' "$1/result.json" | sort
}

# Hooks save one argument here and three there, and where it varies, a trial is up to 12 beside another.
@test "getpid is exact, and the cheapest; around a connection, hooks add the same to some instructions" {
	for kernel in 5.10 6.12 7.3; do
		exact "$kernel" getpid __do_sys_getpid
		join <(overheads "getpid-$kernel") <(overheads "connect-$kernel") >both
		cat both
		awk '{ d = $3 - $2; far += d < -16 || d > 16 } END { exit NR != 4 || far }' both
		[ "$(jq .summary.rows[0].cost_in_unit "getpid-$kernel/result.json")" -lt 400 ]
	done
}

# Where the kernel lets others run after a file was closed, some operations are longer.
@test "mkdir-rmdir and open-close are exact; hooks add to them what they add to create-unlink" {
	for kernel in 5.10 6.12 7.3; do
		target=do_rmdir
		[ "$kernel" = 7.3 ] && target=filename_rmdir
		exact "$kernel" create-unlink "$([ "$kernel" = 7.3 ] && echo filename_unlinkat || echo do_unlinkat)"
		exact "$kernel" mkdir-rmdir "$target"
		diff <(overheads "create-unlink-$kernel") <(overheads "mkdir-rmdir-$kernel")
		# An argument more is saved and restored around a program on a trampoline. hookbench opens files too.
		most_hits=400 exact "$kernel" open-close do_sys_openat2
		join <(overheads "create-unlink-$kernel") <(overheads "open-close-$kernel") >both
		cat both
		awk '{ d = $3 - $2; wrong += d != (/^f/ ? 2 : 0) } END { exit NR != 4 || wrong }' both
	done
}

# A name is the file's, or it is not read; hookbench's own files are none of the workload's.
@test "what programs read around rmdir and open is checked, or is skipped with a reason" {
	for workload in mkdir-rmdir open-close; do
		expect 0 "$HOOKBENCH" run -q --kernel 7.3 --workload $workload --backends kprobe,fexit,fentry+fexit,tp,raw_tp,tp_btf \
			--payload args,ringbuf --rounds 1 -o $workload
		for run in "$workload"/payload-*; do
			[ "$(jq .summary.valid "$run/result.json")" = true ]
			[ "$(jq '[.trials[] | select(.backend == "tp")] | length' "$run/result.json")" -eq 1 ]
		done
	done
	[ "$(jq '[.backends[].available] | all' mkdir-rmdir/payload-args/result.json)" = true ]
	jq -e '.backends[] | select(.backend == "fentry+fexit") | .reason | test("the function has no such parameter")' open-close/payload-args/result.json
}

# Timers that share a list with others move an operation by a few times 12 instructions, and this is no difference.
@test "io_uring-unlink: each operation is a hit" {
	for kernel in 5.10 6.12 7.3; do
		run "$HOOKBENCH" run -q --kernel "$kernel" --workload io_uring-unlink --rounds 1 -o "ring-$kernel"
		[ "$status" -eq 0 ]
		says "Lengths vary: a kernel worker thread does the work"
		[ "$(jq '[.trials[] | select(.backend != "none") | .hits == 300] | length == 4 and all' "ring-$kernel/result.json")" = true ]
	done
}

@test "another function of the path may be the target" {
	for kernel in 5.10 7.3; do
		expect 0 "$HOOKBENCH" run -q --kernel "$kernel" --target vfs_unlink --rounds 1 -o "vfs-$kernel"
		[ "$(jq -c '[.plan.target, .target.symbol]' "vfs-$kernel/result.json")" = '["vfs_unlink","vfs_unlink"]' ]
		[ "$(jq '[.trials[] | select(.backend != "none") | .hits >= 300] | all' "vfs-$kernel/result.json")" = true ]
	done
}

@test "more than one hit per operation is valid, and not counted as foreign" {
	expect 0 "$HOOKBENCH" run -q --kernel 6.12 --target dput --backends fentry --rounds 1 -o often
	[ "$(jq '[.trials[] | select(.backend == "fentry") | .hits > 300] | all' often/result.json)" = true ]
	[ "$(jq -r '.summary.rows[] | select(.backend == "fentry") | .foreign_hits' often/result.json)" = null ]
	no grep -q "not come from the workload" <<<"$output"
}

@test "a function that cannot be hooked is refused with the reason and near names" {
	expect 2 "$HOOKBENCH" run -q --kernel 6.12 --target vfs_unlinkk -o none
	says 'the function "vfs_unlinkk" cannot be hooked: this kernel lacks it' "similar names: vfs_unlink"
	expect 2 "$HOOKBENCH" run -q --kernel 6.12 --target irqentry_enter -o none
	says '"irqentry_enter" cannot be hooked: it is notrace'
	expect 2 "$HOOKBENCH" run -q --kernel 6.12 --target vfs_link --backends kprobe,fentry -o none
	says "0 hits: the workload create-unlink does not call vfs_link"
}

@test "a misspelled function is refused before a boot, whatever the image" {
	qemu=$(command -v qemu-system-x86_64)
	mkdir -p bin
	printf '%s\n' '#!/bin/sh' "case \$* in *kernel*) touch \"$PWD/booted\" ;; esac" "exec $qemu \"\$@\"" >bin/qemu-system-x86_64
	chmod +x bin/qemu-system-x86_64
	PATH=$PWD/bin:$PATH
	for kernel in 5.10 6.12 7.3; do
		for command in "run -o none" "attach fentry -- true" "macro --backends fentry -- true"; do
			# shellcheck disable=SC2086 # words
			expect 2 "$HOOKBENCH" ${command%% *} -q --kernel "$kernel" --fresh-boot --target vfs_unlinkk ${command#* }
			says 'the function "vfs_unlinkk" cannot be hooked: this kernel lacks it' "similar names: vfs_unlink"
		done
	done
	[ ! -e booted ]
	# One that the compiler has only changed, or that cannot be hooked, is for the kernel to explain.
	expect 2 "$HOOKBENCH" run -q --kernel 6.12 --fresh-boot --target irqentry_enter -o none
	says '"irqentry_enter" cannot be hooked: it is notrace'
	[ -e booted ]
}
