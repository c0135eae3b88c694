/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of the running kernel. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_MEMORY_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* The kernel's own, as an ELF file. Only root may read it, and not if the kernel is locked down. */
#define KERNEL_MEMORY "/proc/kcore"

/*
 * Reads what is at an address. 0; -ENOEXEC if `core` is no ELF file of 64 bits; -EFAULT if it does
 * not have all of that; another -errno. Not logged.
 */
int kernel_memory__read(const char *core, uint64_t address, void *bytes, size_t size);

#endif
