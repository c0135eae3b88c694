/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel's lists of its functions: is there one of a name, and what is named nearly so? */
#ifndef HOOKBENCH_BENCH_KERNEL_FUNCTION_NAMES_H
#define HOOKBENCH_BENCH_KERNEL_FUNCTION_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bench/base/similar_names.h"

#define FUNCTION_NAME_SIZE   128 /* with its NUL; longer ones are passed over */
#define FUNCTION_NAMES_ALIKE 8

struct function_lookup {
	unsigned int n;	  /* functions of this name, at different addresses */
	uint64_t address; /* of the first; 0: there is none, or the kernel does not tell */
	/* Other names of the function at this address. */
	size_t n_aliases;
	char aliases[FUNCTION_NAMES_ALIKE][FUNCTION_NAME_SIZE];
	/* What the compiler made of it, such as NAME.isra.0; "" if there is nothing of the kind. */
	char copy[FUNCTION_NAME_SIZE];
	struct similar_names near; /* names that may have been meant */
};

/* Looks for `name` in a list as /proc/kallsyms is, which it reads twice. */
void function_names__look_up(FILE *kallsyms, const char *name, struct function_lookup *lookup);

/*
 * Whether a list as tracefs/available_filter_functions is, which begins each line with a name,
 * holds this function by any of its names.
 */
bool function_names__is_traceable(FILE *list, const char *name,
				  const struct function_lookup *lookup);
/* Whether it is in a list as debugfs/kprobes/blacklist is: "FROM-TO<tab>NAME", hexadecimal. */
bool function_names__is_blacklisted(FILE *list, const char *name,
				    const struct function_lookup *lookup);

#endif
