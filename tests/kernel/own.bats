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

# hook KERNEL OBJECT [OPTION...] -- [ONLY [RETARGET [SET]]]: the output of both hooks is in `first` and `second`.
hook() {
	local kernel=$1 object=$USER_OBJECTS/$2.bpf.o
	local options=()
	shift 2
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	run --separate-stderr "$HOOKBENCH" attach none -q --kernel "$(<"image-$kernel")" --add "$object" \
		"${options[@]}" -- "$USER_OBJECT" "$object" "$@"
	[ "$status" -le 1 ]
	sed '/^again$/,$d' <<<"$output" >first
	sed '1,/^again$/d' <<<"$output" >second
}

# Names of attached programs.
attached() {
	awk '$2 == "yes" { print $1 }' "$1"
}

# Each program that is attached was run by each of the hundred unlinks, in both hooks.
check_runs() {
	for file in first second; do
		awk '$2 == "yes" && $1 !~ /raw|tp_btf/ && $3 != 100 { print; wrong = 1 } END { exit wrong }' "$file"
		awk '$2 == "yes" && $1 ~ /raw|tp_btf/ && $3 < 100 { print; wrong = 1 } END { exit wrong }' "$file"
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
		6.1 do_unlinkat at_fmod_ret at_lsm at_lsm_sleepable
		6.12 do_unlinkat at_fmod_ret at_lsm at_lsm_sleepable at_kprobe_multi at_kretprobe_multi at_pattern at_session
		7.3 filename_unlinkat at_fmod_ret at_lsm at_lsm_sleepable at_kprobe_multi at_kretprobe_multi at_pattern at_session at_fsession at_fentry_multi at_fexit_multi
	EOT
}
