/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What measuring commands do with a run: store it, print it, and make a report on it. */
#ifndef HOOKBENCH_BENCH_COMMANDS_STORE_RUN_H
#define HOOKBENCH_BENCH_COMMANDS_STORE_RUN_H

#include "bench/cli/options.h"
#include "report/figures/summary.h"

/*
 * Stores a run in `folder`, or, if that is NULL, in a new folder below `parent`; without histograms
 * if the output says so. 0 with the folder in `path`. If that fails, stores it elsewhere, says
 * where, and returns -errno, logged.
 */
int store_run(struct run *run, const struct summary *summary, const struct output *output,
	      const char *folder, const char *parent, char *path, size_t size);

/*
 * Stores a run as `output` says, prints it, and makes its report if requested. Returns an exit
 * status: that of an invalid run if it has problems.
 */
int store_and_print_run(struct run *run, const struct output *output);

/* Logs that no hook attaches, and the reason for each. `name` precedes the message; "": nothing. */
void print_nothing_measured(const struct run *run, const char *name);

/*
 * Warns, and returns false, if there were not enough rounds for the requested precision. `name` is
 * as above.
 */
bool warn_of_precision(const struct run *run, const struct summary *summary, const char *name);

#endif
