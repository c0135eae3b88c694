/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel function that is hooked, as it is on this kernel. */
#ifndef HOOKBENCH_BENCH_TARGET_H
#define HOOKBENCH_BENCH_TARGET_H

#define TARGET_UNKNOWN (-1)

struct target {
	char symbol[128];
	int parameters;	      /* from BTF; TARGET_UNKNOWN without BTF */
	int name_parameter;   /* the first that points to a struct filename, from 0; -1: none */
	char return_type[64]; /* from BTF, in C; "" without BTF */
};

/*
 * The first of `candidates` (ends with NULL) that this kernel has. 0; -ENOENT, logged, if it has
 * none of them; another -errno, logged, if neither BTF nor kallsyms can be read.
 */
int target__resolve(const char *const *candidates, struct target *target);

#endif
