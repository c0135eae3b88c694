/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a livepatch is made of in the kernel, which its BTF says. */
#ifndef HOOKBENCH_BENCH_KERNEL_LIVEPATCH_LAYOUT_H
#define HOOKBENCH_BENCH_KERNEL_LIVEPATCH_LAYOUT_H

#include <stdint.h>

/* Of the module, and so of the folder in /sys/kernel/livepatch. */
#define LIVEPATCH_MODULE_NAME "hookbench_livepatch"

struct btf;

/* The kernel's structs: sizes and offsets in bytes. All members are pointers, but the name. */
struct livepatch_layout {
	uint32_t module_size, module_name, module_init, module_exit;
	uint32_t patch_size, patch_mod, patch_objs;
	uint32_t object_size, object_funcs;
	uint32_t function_size, function_old_name, function_new_func;
};

/* 0; or -ENOENT if the kernel has no such structs, as without CONFIG_LIVEPATCH, or others. */
int livepatch_layout__read(const struct btf *btf, struct livepatch_layout *layout);

#endif
