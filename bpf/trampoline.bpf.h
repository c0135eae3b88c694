/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs on a trampoline: arguments are typed by BTF, and so is what they point to. */
#ifndef HOOKBENCH_BPF_TRAMPOLINE_BPF_H
#define HOOKBENCH_BPF_TRAMPOLINE_BPF_H

#define PRINTK_ENTRY "fentry"
#define PRINTK_EXIT  "fexit"
#include "bpf/programs.bpf.h"

#include "bpf/kernel_types.bpf.h"

/* How many parameters the function has: its result stands behind them. */
const volatile __u32 parameters SEC(".rodata.parameters");

static __always_inline long trampoline__read_filename(const void *file, char *to)
{
	const struct filename *filename = file;

	return bpf_probe_read_kernel_str(to, HIT_NAME_SIZE, filename->name);
}

static __always_inline long trampoline__name(void *ctx, char *to)
{
	switch (name_parameter) {
	case 0: return trampoline__read_filename((void *)CONTEXT_WORD(ctx, 0), to);
	case 1: return trampoline__read_filename((void *)CONTEXT_WORD(ctx, 1), to);
	case 2: return trampoline__read_filename((void *)CONTEXT_WORD(ctx, 2), to);
	case 3: return trampoline__read_filename((void *)CONTEXT_WORD(ctx, 3), to);
	default: return -1;
	}
}

static __always_inline long long trampoline__result(void *ctx)
{
	switch (parameters) {
	case 0: return CONTEXT_WORD(ctx, 0);
	case 1: return CONTEXT_WORD(ctx, 1);
	case 2: return CONTEXT_WORD(ctx, 2);
	case 3: return CONTEXT_WORD(ctx, 3);
	case 4: return CONTEXT_WORD(ctx, 4);
	case 5: return CONTEXT_WORD(ctx, 5);
	case 6: return CONTEXT_WORD(ctx, 6);
	default: return 0;
	}
}

#endif
