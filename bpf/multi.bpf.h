/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs on trampolines of many functions: arguments have no type, and come by a helper. */
#ifndef HOOKBENCH_BPF_MULTI_BPF_H
#define HOOKBENCH_BPF_MULTI_BPF_H

#define PRINTK_ENTRY "fentry"
#define PRINTK_EXIT  "fexit"
#include "bpf/programs.bpf.h"

#include "bpf/kernel_types.bpf.h"

static __always_inline long multi__name(void *ctx, char *to)
{
	const struct filename *filename;
	const char *name;
	__u64 argument;

	if (bpf_get_func_arg(ctx, name_parameter, &argument))
		return -1;
	filename = (void *)argument;
	if (bpf_probe_read_kernel(&name, sizeof(name), &filename->name))
		return -1;
	return bpf_probe_read_kernel_str(to, HIT_NAME_SIZE, name);
}

static __always_inline long long multi__result(void *ctx)
{
	__u64 result = 0;

	bpf_get_func_ret(ctx, &result);
	return result;
}

#endif
