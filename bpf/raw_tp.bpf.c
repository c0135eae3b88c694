// SPDX-License-Identifier: GPL-2.0-or-later
/* At the raw tracepoint of every system call's entry: called directly, arguments as they are. */
#include "bpf/system_call.bpf.h"

#define READ(argument)                                                      \
	(bpf_probe_read_kernel(&value, sizeof(value), &argument(registers)) \
		 ? -1                                                       \
		 : read_user_name(value, to))

static __always_inline long raw_tp__name(void *ctx, char *to)
{
	struct pt_regs *registers = (void *)((__u64 *)ctx)[0];
	__u64 value;

	switch (name_parameter) {
	case 0: return READ(PT_REGS_PARM1);
	case 1: return READ(PT_REGS_PARM2);
	case 2: return READ(PT_REGS_PARM3);
	default: return -1;
	}
}

PROGRAMS_PLAIN("raw_tp/sys_enter", entry, is_other_call)
PROGRAMS_EVENT("raw_tp/sys_enter", entry, is_other_call, raw_tp__name, NULL)
PROGRAMS_ARGS("raw_tp/sys_enter", entry, is_other_call, raw_tp__name)
