/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that the kernel runs at every system call, to be hit by one of them only. */
#ifndef HOOKBENCH_BPF_SYSTEM_CALL_BPF_H
#define HOOKBENCH_BPF_SYSTEM_CALL_BPF_H

#include "bpf/hit.bpf.h"

/* Set before loading, as `payload` is; in a section, and so a map, of its own. */
const volatile __u32 system_call SEC(".rodata.syscall");

/* `number` is the second argument of the tracepoint sys_enter. */
static __always_inline int hit_if_called(__u64 number)
{
	return number == system_call ? hit() : 0;
}

#endif
