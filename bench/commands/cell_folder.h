/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder of cells: plan.json, and for each cell that was measured a stored run, ID, or, if its
 * kernel could not be measured, the reason, ID.failed. Several machines may share one.
 */
#ifndef HOOKBENCH_BENCH_COMMANDS_CELL_FOLDER_H
#define HOOKBENCH_BENCH_COMMANDS_CELL_FOLDER_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/model/cell_list.h"

/* Where the run of the cell is or would be. */
void cell_folder__path(const char *folder, const struct cell *cell, char path[PATH_MAX]);
/*
 * Stores the run of a cell, also one in which nothing could be attached; without the histograms, if
 * so wished. 0 or -errno, logged.
 */
int cell_folder__store(const char *folder, const struct cell *cell, struct run *run,
		       bool no_histograms);
/* Stores why the cell could not be measured. A failure to do so is only logged. */
void cell_folder__fail(const char *folder, const struct cell *cell, const char *reason,
		       const char *host);
/* Reads that. False if there is nothing of the kind. */
bool cell_folder__read_failure(const char *folder, const struct cell *cell, char *reason,
			       size_t size);

#endif
