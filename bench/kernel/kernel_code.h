/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where functions of the running kernel are, from /proc/kallsyms. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/machine/arch.h"

/* What every system call comes through. */
#define KERNEL_CODE_SYSTEM_CALL ARCH_SYSTEM_CALL

#define KERNEL_CODE_MAX 4

struct kernel_code_range {
	char function[128];
	uint64_t start, end; /* both 0: the kernel does not show it */
};

/* What has been read, as reading takes long; begins as { 0 }. */
struct kernel_code {
	struct kernel_code_range ranges[KERNEL_CODE_MAX];
	size_t n;
};

/* False also if the kernel hides addresses. */
bool kernel_code__is_known(struct kernel_code *code, const char *function);
bool kernel_code__is_in(struct kernel_code *code, const char *function, uint64_t address);

#endif
