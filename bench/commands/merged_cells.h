/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cells of one plan, from folders that several machines have filled. */
#ifndef HOOKBENCH_BENCH_COMMANDS_MERGED_CELLS_H
#define HOOKBENCH_BENCH_COMMANDS_MERGED_CELLS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/cell_list.h"
#include "bench/model/run.h"
#include "report/figures/summary.h"

struct merged_cell {
	bool is_known;	/* `run` and `summary` are set */
	struct run run; /* also one in which nothing attaches */
	struct summary summary;
	const char *folder; /* in which it is */
	char reason[512];   /* why it could not be measured, if it is known */
};

struct merged_cells {
	struct cell_list list;
	struct merged_cell *v; /* one for each cell */
};

/*
 * Reads the cells of the folders, which must be of the same plan and version, and agree: a cell in
 * two of them has the same numbers, and times are of one machine. 0; or -errno, logged: -EXDEV if
 * they cannot be put together. Free with merged_cells__free in any case.
 */
int merged_cells__read(char *const *folders, size_t n, struct merged_cells *m);
void merged_cells__free(struct merged_cells *m);
/* Logs which cells are in no folder. Their number. */
size_t merged_cells__say_missing(const struct merged_cells *m);

#endif
