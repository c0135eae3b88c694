/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cells that the options make: each of their variants on each kernel. */
#ifndef HOOKBENCH_BENCH_COMMANDS_CELLS_H
#define HOOKBENCH_BENCH_COMMANDS_CELLS_H

#include "bench/cli/options.h"
#include "bench/commands/named_kernels.h"
#include "bench/execute/execute.h"
#include "bench/model/cell_list.h"

struct cells {
	struct cell_list list;
	const struct options *options; /* borrowed */
	size_t n_kernels;
	struct named_kernels *named; /* for each value of --arch; one if it was not given */
};

/*
 * Finds the kernels, and names each cell. Options that leave to chance or to the machine what is
 * measured are refused. 0 or -errno, logged. Free with cells__free in any case.
 */
int cells__make(const struct options *options, struct cells *cells);
void cells__free(struct cells *cells);

/* The options with the values of the i-th cell. */
void cells__choose(const struct cells *cells, size_t i, struct options *one);
/* The path of its kernel's image. */
const char *cells__image(const struct cells *cells, size_t i);
/* What to measure, and where; `one` is from cells__choose, and must stay. */
struct job cells__job(const struct options *one);

#endif
