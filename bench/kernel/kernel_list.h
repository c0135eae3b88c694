/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists that the kernel writes anew, line by line, for each reader: on 6.12 in a VM that takes a
 * second each. Here they are kept from the first reading on, as what they are asked for, whether
 * and why a function can be hooked, does not change while a hook is looked at.
 */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_LIST_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_LIST_H

#include <stdio.h>

enum kernel_list {
	LIST_KALLSYMS,
	LIST_TRACEABLE,	       /* available_filter_functions */
	LIST_KPROBE_BLACKLIST, /* kprobes/blacklist */
	LIST_ERROR_INJECTION,  /* error_injection/list */
	KERNEL_LISTS
};

/* For reading; the caller closes it. NULL if the list cannot be read, or is empty (lockdown). */
FILE *kernel_list__open(enum kernel_list list);

#endif
