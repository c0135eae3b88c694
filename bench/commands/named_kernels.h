/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernels given to a command: each image once, with a name for messages and tables. */
#ifndef HOOKBENCH_BENCH_COMMANDS_NAMED_KERNELS_H
#define HOOKBENCH_BENCH_COMMANDS_NAMED_KERNELS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/cli/options.h"

struct named_kernel {
	char given[PATH_MAX];
	const char *name;     /* `given`, or its base name if no other kernel has the same */
	char image[PATH_MAX]; /* path of the image, links resolved */
};

struct named_kernels {
	size_t n;
	struct named_kernel v[OPTIONS_MAX_KERNELS];
};

/*
 * Finds the kernels of --kernel, which must be at least two; without --kernel, the images installed
 * in `folder`. 0 or -errno, logged. The names point into `kernels`, which must not move.
 */
int named_kernels__find(struct named_kernels *kernels, const struct options *options,
			const char *folder);
/* Finds the kernels of --kernel, any number of them. The same otherwise. */
int named_kernels__find_given(struct named_kernels *kernels, const struct options *options);

#endif
