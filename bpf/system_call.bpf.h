/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that the kernel runs at every system call, to be hit by one of them only. */
#ifndef HOOKBENCH_BPF_SYSTEM_CALL_BPF_H
#define HOOKBENCH_BPF_SYSTEM_CALL_BPF_H

#include "bpf/programs.bpf.h"

#include <linux/ptrace.h>

#include <bpf/bpf_tracing.h>

/* Set before loading; in a section, and so a map, of its own. */
const volatile __u32 system_call SEC(".rodata.syscall");

/* `number` is the second argument of the tracepoint sys_enter. */
static __always_inline bool is_other_call(void *ctx)
{
	return ((__u64 *)ctx)[1] != system_call;
}

/* The name of a user's that an argument points to. */
static __always_inline long read_user_name(__u64 argument, char *to)
{
	return bpf_probe_read_user_str(to, HIT_NAME_SIZE, (void *)argument);
}

#endif
