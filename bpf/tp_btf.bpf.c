// SPDX-License-Identifier: GPL-2.0-or-later
/* At the raw tracepoint of every system call's entry: called directly, arguments typed by BTF. */
#include "bpf/system_call.bpf.h"

static __always_inline long tp_btf__name(void *ctx, char *to)
{
	const struct pt_regs *registers = (void *)((__u64 *)ctx)[0];

	switch (name_parameter) {
	case 0: return read_user_name(PT_REGS_PARM1(registers), to);
	case 1: return read_user_name(PT_REGS_PARM2(registers), to);
	case 2: return read_user_name(PT_REGS_PARM3(registers), to);
	default: return -1;
	}
}

PROGRAMS_PLAIN("tp_btf/sys_enter", entry, is_other_call)
PROGRAMS_EVENT("tp_btf/sys_enter", entry, is_other_call, tp_btf__name, NULL)
PROGRAMS_ARGS("tp_btf/sys_enter", entry, is_other_call, tp_btf__name)
