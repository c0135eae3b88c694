/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where functions of the running kernel are, from /proc/kallsyms. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_CODE_H

#include <stdbool.h>
#include <stdint.h>

/* What every system call comes through. */
#if defined(__aarch64__)
#define KERNEL_CODE_SYSTEM_CALL "el0_svc"
#else
#define KERNEL_CODE_SYSTEM_CALL "do_syscall_64"
#endif

/* False also if the kernel does not tell addresses. What was read is kept for the next question. */
bool kernel_code__is_known(const char *function);
bool kernel_code__is_in(const char *function, uint64_t address);

#endif
