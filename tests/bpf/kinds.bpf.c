// SPDX-License-Identifier: GPL-2.0-or-later
/* A program of each kind, at a target that an unlink passes, and some that cannot be attached. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

#define PROGRAM(section, name)               \
	SEC(section) int name(void *context) \
	{                                    \
		(void)context;               \
		return 0;                    \
	}

PROGRAM("kprobe/do_unlinkat", at_kprobe)
PROGRAM("kprobe/do_unlinkat+0x0", at_kprobe_offset)
PROGRAM("kretprobe/do_unlinkat", at_kretprobe)
PROGRAM("ksyscall/unlinkat", at_ksyscall)
PROGRAM("kretsyscall/unlinkat", at_kretsyscall)
PROGRAM("kprobe.multi/do_unlinkat", at_kprobe_multi)
PROGRAM("kprobe.multi/do_unlinka?", at_pattern)
PROGRAM("kretprobe.multi/do_unlinkat", at_kretprobe_multi)
PROGRAM("kprobe.session/do_unlinkat", at_session)
PROGRAM("fentry/do_unlinkat", at_fentry)
PROGRAM("fexit/do_unlinkat", at_fexit)
PROGRAM("fentry.s/__x64_sys_unlinkat", at_sleepable)
PROGRAM("fmod_ret/security_path_unlink", at_fmod_ret)
PROGRAM("fsession/do_unlinkat", at_fsession)
PROGRAM("fentry.multi/do_unlinkat", at_fentry_multi)
PROGRAM("fexit.multi/do_unlinkat", at_fexit_multi)
PROGRAM("lsm/path_unlink", at_lsm)
PROGRAM("lsm.s/path_unlink", at_lsm_sleepable)
PROGRAM("tp/syscalls/sys_enter_unlinkat", at_tp)
PROGRAM("tracepoint/syscalls/sys_exit_unlinkat", at_tracepoint)
PROGRAM("raw_tp/sys_enter", at_raw_tp)
PROGRAM("raw_tracepoint/sys_exit", at_raw_tracepoint)
PROGRAM("tp_btf/sys_enter", at_tp_btf)

PROGRAM("?fentry/do_unlinkat", asked_for)
PROGRAM("kprobe", called)
PROGRAM("fentry", without_target)
PROGRAM("fexit/do_unlinkat_no", missing_function)
PROGRAM("kprobe/do_unlinkat_no", missing_symbol)
PROGRAM("kprobe/", empty_target)
PROGRAM("kretprobe/do_unlinkat+8", return_inside)
PROGRAM("tp/sys_enter_unlinkat", no_category)
PROGRAM("tp/syscalls/sys_enter_unlnkat", missing_tracepoint)
PROGRAM("raw_tp/sys_entr", missing_raw)
PROGRAM("tp_btf/sys_entr", missing_btf)
PROGRAM("lsm/path_unlnk", missing_hook)
PROGRAM("fmod_ret/do_unlinkat", unmodifiable)
PROGRAM("xdp", packets)
PROGRAM("uprobe/bash:readline", in_user_space)
PROGRAM("strange/thing", strange)
