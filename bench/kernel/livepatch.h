/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A livepatch of one function that changes nothing, in the running kernel: see livepatch_module.h.
 * It is a kernel module, which stays when the process dies: only for a kernel that is there to be
 * measured, in a VM.
 */
#ifndef HOOKBENCH_BENCH_KERNEL_LIVEPATCH_H
#define HOOKBENCH_BENCH_KERNEL_LIVEPATCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Loads it, and waits until every task uses it. 0, and calls of the function go through it; or
 * -errno with the reason, and what to do, in `problem`, of `size` bytes, and nothing to close. Only
 * one at a time.
 */
int livepatch__open(const char *function, char *problem, size_t size);
/* Disables it, waits until no task uses it, and removes it. What fails is logged. */
void livepatch__close(void);

/* Whether the running kernel has one, of that function, or of any. */
bool livepatch__holds(const char *function);
bool livepatch__is_any(void);

/* Whether the kernel has stopped ftrace, after an error of its own: no hook works any more. */
bool livepatch__has_no_ftrace(void);

#endif
