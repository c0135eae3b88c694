/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that are given the registers at the hit: arguments have no type, and are read. */
#ifndef HOOKBENCH_BPF_REGISTERS_BPF_H
#define HOOKBENCH_BPF_REGISTERS_BPF_H

#define PRINTK_ENTRY "kprobe"
#define PRINTK_EXIT  "kretprobe"
#include "bpf/programs.bpf.h"

#include <linux/ptrace.h>

#include <bpf/bpf_tracing.h>

#include "bpf/kernel_types.bpf.h"

static __always_inline long registers__read_filename(const void *file, char *to)
{
	const struct filename *filename = file;
	const char *name;

	if (bpf_probe_read_kernel(&name, sizeof(name), &filename->name))
		return -1;
	return bpf_probe_read_kernel_str(to, HIT_NAME_SIZE, name);
}

static __always_inline long registers__name(void *ctx, char *to)
{
	struct pt_regs *registers = ctx;

	switch (name_parameter) {
	case 0: return registers__read_filename((void *)PT_REGS_PARM1(registers), to);
	case 1: return registers__read_filename((void *)PT_REGS_PARM2(registers), to);
	case 2: return registers__read_filename((void *)PT_REGS_PARM3(registers), to);
	case 3: return registers__read_filename((void *)PT_REGS_PARM4(registers), to);
	default: return -1;
	}
}

static __always_inline long long registers__result(void *ctx)
{
	return PT_REGS_RC((struct pt_regs *)ctx);
}

#endif
