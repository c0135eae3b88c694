/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the two files of `hookbench run`. */
#ifndef HOOKBENCH_BENCH_COMMANDS_COMMAND_RUN_H
#define HOOKBENCH_BENCH_COMMANDS_COMMAND_RUN_H

#include <jansson.h>

#include "bench/cli/options.h"
#include "report/figures/summary.h"
#include "report/verdicts/variants_table.h"

struct run_options {
	struct options options; /* must be first: the groups of options know only this */
	unsigned int jobs;	/* VMs at a time; 0: batch__default_parallel */
	const struct product_format *format;
	/* Some cells of the options, instead of all runs; both unset: all. */
	const char *cells;	    /* ids, separated by commas */
	unsigned int shard, shards; /* the first of two is 1, 2; 0, 0: not given */
	const char *bundle;	    /* where their files are; NULL: on this machine */
};

/*
 * Measures and prints a run for each combination of the options' values, then prints all runs in
 * one table. `warnings` (of the machine, may be NULL) are stored with each run. Returns an exit
 * status.
 */
int run_product(const struct run_options *run, const json_t *warnings);
/*
 * Measures the cells that were chosen, if they are not stored yet, into the folder of -o. Returns
 * an exit status.
 */
int run_cells(struct run_options *run);

#endif
