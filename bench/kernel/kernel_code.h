/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of the running kernel's functions, from /proc/kallsyms. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/machine/arch.h"

/* The function that every system call passes through. */
#define KERNEL_CODE_SYSTEM_CALL ARCH_SYSTEM_CALL

#define KERNEL_CODE_MAX 4

struct kernel_code_range {
	char function[128];
	uint64_t start, end; /* both 0: hidden by the kernel */
};

/* A cache, as reading takes long; initialise with { 0 }. */
struct kernel_code {
	struct kernel_code_range ranges[KERNEL_CODE_MAX];
	size_t n;
};

/* Also false if the kernel hides addresses. */
bool kernel_code__is_known(struct kernel_code *code, const char *function);
/* Where it begins; 0 if the kernel hides addresses. */
uint64_t kernel_code__start(struct kernel_code *code, const char *function);
bool kernel_code__is_in(struct kernel_code *code, const char *function, uint64_t address);

#endif
