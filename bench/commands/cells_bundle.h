/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a matrix' cells in one archive, for machines that lack them. */
#ifndef HOOKBENCH_BENCH_COMMANDS_CELLS_BUNDLE_H
#define HOOKBENCH_BENCH_COMMANDS_CELLS_BUNDLE_H

#include "bench/commands/cells.h"
#include "bench/vm/bundle.h"

/*
 * Writes the plan, the images, hookbench-guest for their architectures, and the programs. 0 or
 * -errno, logged: -EINVAL if a program is a source.
 */
int cells_bundle__write(const struct cells *cells, const char *archive);
/*
 * Unpacks it, and lets the options take kernels, guests and programs from there. 0 or -errno,
 * logged. Close the bundle in any case, when the options are not used any more.
 */
int cells_bundle__open(struct bundle *bundle, const char *archive, struct options *options);
/* Checks that it was made of the same cells. 0 or -errno, logged. */
int cells_bundle__check(const struct bundle *bundle, const struct cell_list *list);

#endif
