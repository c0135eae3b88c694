/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function that was hooked. One of the kernel is found by bench/kernel/target.h. */
#ifndef HOOKBENCH_BENCH_MODEL_TARGET_H
#define HOOKBENCH_BENCH_MODEL_TARGET_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define TARGET_UNKNOWN	  (-1)
#define TARGET_CODE_BYTES 16

struct target {
	char symbol[128];
	bool is_user;	      /* in user space: of a workload (see struct workload), or of a file */
	int parameters;	      /* from BTF; TARGET_UNKNOWN without BTF */
	char return_type[64]; /* from BTF, in C; "" without BTF */
	/*
	 * From BTF: the index, from 0, of the first parameter that points to a struct filename; or
	 * -1.
	 */
	int name_parameter;
	/*
	 * A place in a program or library that was named: the symbol is FILE:FUNCTION or
	 * FILE+OFFSET, with the file's base name.
	 */
	char file[PATH_MAX]; /* absolute; "": it is not one of a file */
	uint64_t offset;     /* in the file */
	bool is_inside;	     /* behind the first instruction of a function */
	/* What was there when it was looked up. */
	unsigned char code[TARGET_CODE_BYTES];
	size_t n_code;
};

/* Why a function that a kernel's list of names has not cannot be hooked, for messages. */
#define TARGET_LACKING \
	"this kernel lacks it: missing, renamed, inlined, or in a module that is not loaded"

/* Whether it returns 32 bits of a 64-bit register; false without BTF. */
static inline bool target__returns_int(const struct target *target)
{
	return !strcmp(target->return_type, "int");
}

/* Whether this could be the name of a kernel function: for --target. */
bool target__is_name(const char *name);
/* Whether it is FILE:FUNCTION or FILE+OFFSET, as far as its letters tell. */
bool target__is_in_file(const char *name);

#endif
