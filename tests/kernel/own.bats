#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2154 # set by bats, or by support.bash
# What users' objects become on kernels: a program of each kind attaches where the kernel has the kind,
# is run by each unlink, and is named with a reason where it is not. The program is of user_object.c.

load ../cli/support

setup_file() {
	: "${USER_OBJECT:?the path of user-object}" "${USER_OBJECTS:?the folder of the objects}"
	cd "$BATS_FILE_TMPDIR" || return
	for kernel in 5.10 6.1 6.12 7.3; do
		"$repo/scripts/fetch-kernel" "$kernel" >"image-$kernel"
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return
}

# hook KERNEL OBJECT [OPTION...] -- [ONLY [RETARGET [SET]]]: what the two hooks print is in `first` and `second`.
hook() {
	local kernel=$1 object=$USER_OBJECTS/$2.bpf.o
	local options=()
	shift 2
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	"$HOOKBENCH" attach none -q --kernel "$(<"image-$kernel")" --add "$object" "${options[@]}" -- \
		"$USER_OBJECT" "$object" "$@" >output
	sed '/^again$/,$d' output >first
	sed '1,/^again$/d' output >second
}

# Names of attached programs.
attached() {
	awk '$2 == "yes" { print $1 }' "$1"
}

# Each program that is attached was run by each of the hundred unlinks, in both hooks: a session at the entry
# and at the return, and those at raw tracepoints by every other system call, too.
check_runs() {
	for file in first second; do
		awk '
			$2 != "yes" { next }
			{ expected = $1 ~ /session/ ? 200 : 100 }
			$1 ~ /raw|tp_btf/ ? $3 < expected : $3 != expected { print; wrong = 1 }
			END { exit wrong }' "$file"
	done
	diff <(attached first) <(attached second)
}

always="at_fentry at_fexit at_kprobe at_kprobe_offset at_kretprobe at_kretsyscall at_ksyscall at_raw_tp at_raw_tracepoint at_tp at_tp_btf at_tracepoint"

@test "each kind attaches on the kernels that have it, and each unlink runs it" {
	while read -r kernel function more; do
		hook "$kernel" kinds --append lsm=bpf -- '' "do_unlinkat=$function,do_unlinka?=${function%t}?"
		check_runs
		# shellcheck disable=SC2086 # words
		diff <(printf '%s\n' $always $more | sort) <(attached first | sort)
	done <<-EOT
		5.10 do_unlinkat at_fmod_ret at_lsm
		6.1 do_unlinkat at_fmod_ret at_lsm
		6.12 do_unlinkat at_fmod_ret at_lsm at_lsm_sleepable at_kprobe_multi at_kretprobe_multi at_pattern at_session
		7.3 filename_unlinkat at_fmod_ret at_lsm at_lsm_sleepable at_kprobe_multi at_kretprobe_multi at_pattern at_session at_sleepable at_fsession at_fentry_multi at_fexit_multi
	EOT
}

# Of the last kernel; the table of workloads knows the new name.
@test "what is not attached has a reason, and a way out" {
	hook 7.3 kinds --append lsm=yama -- 'at_fentry,at_kprobe,at_lsm,at_tp,missing_function,missing_hook,missing_tracepoint,unmodifiable,packets'
	check_runs
	[ "$(attached first)" = at_tp ]
	reason() {
		sed -n "s/^$1 no //p" first
	}
	[[ $(reason at_fentry) == "do_unlinkat: this kernel lacks it: "*" | --retarget do_unlinkat=filename_unlinkat" ]]
	[[ $(reason at_kprobe) == "$(reason at_fentry)" ]]
	[[ $(reason missing_function) == "do_unlinkat_no: this kernel lacks it: "*"--retarget do_unlinkat_no="* ]]
	[[ $(reason at_lsm) == "the security module bpf is not active | boot with lsm=...,bpf"* ]]
	[[ $(reason missing_tracepoint) == *"similar names: syscalls/sys_enter_unlinkat,"* ]]
	[[ $(reason packets) == "no workload runs it: "* ]]
	[[ $(reason at_fexit) == "--only does not name it | " ]]
	# The same in each hook of a run.
	diff <(sed -n '/ no /p' first) <(sed -n '/ no /p' second)
}
