/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions of the kernel that hooks of many functions can be on. */
#ifndef HOOKBENCH_BENCH_KERNEL_TRACEABLE_H
#define HOOKBENCH_BENCH_KERNEL_TRACEABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Of a list in the format of tracefs/available_filter_functions, the functions of the kernel proper
 * whose name is once in a list in the format of /proc/kallsyms, without those in one in the format
 * of debugfs/kprobes/blacklist (NULL: there is none), and those that the kernel's own test of such
 * hooks leaves out. In the order of their names, as bytes. The caller frees them by
 * function_list__free. 0; -ENOENT if there is none; -ENOMEM.
 */
int traceable__read(FILE *traceable, FILE *kallsyms, FILE *blacklist, char ***names, size_t *n);
/*
 * The same of the running kernel: also -errno if it does not list its functions. for_kprobes:
 * without those that a single kprobe may not be on, but one of many may.
 */
int traceable__list(bool for_kprobes, char ***names, size_t *n);
/*
 * Whether it is one of the functions that never return and that the verifier therefore keeps
 * programs at the return from, since Linux 6.16.
 */
bool traceable__never_returns(const char *name);
/* How many functions the running kernel lists, also those of modules; 0 if it does not. */
size_t traceable__count(void);

#endif
