/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel module that is a livepatch of one function, made without a compiler and the kernel's
 * headers: what a header would say is in the kernel's BTF. For x86-64.
 *
 * The function that replaces the other goes on in it, behind the place that ftrace uses. So nothing
 * is changed, but each call is redirected as by any livepatch; the one jump is in the place of the
 * nop at which the replacement itself could be traced.
 */
#ifndef HOOKBENCH_BENCH_KERNEL_LIVEPATCH_MODULE_H
#define HOOKBENCH_BENCH_KERNEL_LIVEPATCH_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/kernel/livepatch_layout.h"

/* Of a function's first bytes, those that tell where it goes on behind ftrace's place. */
#define LIVEPATCH_ENTRY_SIZE 9

struct livepatch_entry {
	size_t size;  /* up to behind ftrace's place; 0: there is none */
	bool is_call; /* something uses it now */
};

struct livepatch_entry livepatch_entry__of(const unsigned char bytes[LIVEPATCH_ENTRY_SIZE]);

/*
 * Makes the module: an ELF file in memory, which the caller must free. `function` is the kernel's
 * that it patches, by its only name; `rest` is the address where its replacement goes on. NULL
 * without memory.
 */
void *livepatch_module__make(const struct livepatch_layout *layout, const char *function,
			     uint64_t rest, size_t *size);

#endif
