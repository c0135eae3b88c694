/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel function that was hooked. It is found by bench/kernel/target.h. */
#ifndef HOOKBENCH_BENCH_MODEL_TARGET_H
#define HOOKBENCH_BENCH_MODEL_TARGET_H

#include <stdbool.h>
#include <string.h>

#define TARGET_UNKNOWN (-1)

struct target {
	char symbol[128];
	bool is_user;	      /* a function of a workload, in user space: see struct workload */
	int parameters;	      /* from BTF; TARGET_UNKNOWN without BTF */
	char return_type[64]; /* from BTF, in C; "" without BTF */
	/*
	 * From BTF: the index, from 0, of the first parameter that points to a struct filename; or
	 * -1.
	 */
	int name_parameter;
};

/* Whether it returns 32 bits of a 64-bit register; false without BTF. */
static inline bool target__returns_int(const struct target *target)
{
	return !strcmp(target->return_type, "int");
}

/* Whether this could be a function name: for --target. */
bool target__is_name(const char *name);

#endif
