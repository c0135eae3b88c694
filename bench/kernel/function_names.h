/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks up a function name in the kernel's lists, and finds similar names. */
#ifndef HOOKBENCH_BENCH_KERNEL_FUNCTION_NAMES_H
#define HOOKBENCH_BENCH_KERNEL_FUNCTION_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bench/base/similar_names.h"

#define FUNCTION_NAME_SIZE   128 /* with its NUL; longer names are skipped */
#define FUNCTION_NAMES_ALIKE 8

struct function_lookup {
	unsigned int n;	  /* number of functions with this name, at different addresses */
	uint64_t address; /* of the first; 0: not found, or hidden by the kernel */
	char module[64];  /* of the first; "": the kernel proper */
	/* Other names of the function at that address. */
	size_t n_aliases;
	char aliases[FUNCTION_NAMES_ALIKE][FUNCTION_NAME_SIZE];
	/* A variant that the compiler made, such as NAME.isra.0; "" if there is none. */
	char copy[FUNCTION_NAME_SIZE];
	struct similar_names near; /* names that may have been meant */
};

/* Looks up `name` in a list in the format of /proc/kallsyms, which it reads twice. */
void function_names__look_up(FILE *kallsyms, const char *name, struct function_lookup *lookup);

/*
 * Whether a list in the format of tracefs/available_filter_functions (each line begins with a name)
 * contains this function under any of its names.
 */
bool function_names__is_traceable(FILE *list, const char *name,
				  const struct function_lookup *lookup);
/*
 * Whether it is in a list in the format of debugfs/kprobes/blacklist: "FROM-TO<tab>NAME",
 * hexadecimal.
 */
bool function_names__is_blacklisted(FILE *list, const char *name,
				    const struct function_lookup *lookup);

#endif
