/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All operations of a backend, over all rounds of a run: one distribution to plot and export. */
#ifndef HOOKBENCH_REPORT_FIGURES_MERGED_H
#define HOOKBENCH_REPORT_FIGURES_MERGED_H

#include "bench/model/run.h"

struct merged {
	struct histogram_cells cells; /* in ticks; exact if every trial's were */
	uint64_t total;		      /* operations in the cells; 0: no histograms are stored */
	uint64_t min;		      /* ticks; the first value of its bucket */
	uint64_t max;		      /* ticks; the largest value seen */
	double sum;		      /* ticks; of the values themselves */
	double units_per_tick;
};

/*
 * Merges the trials of `backend` (control: the second trial of each round). 0, even if there are no
 * operations, or -ENOMEM, logged. Free with merged__free.
 */
int merged__make(const struct run *run, const char *backend, bool control, struct merged *merged);
void merged__free(struct merged *merged);

/*
 * The value that a share `q` (0 to 1) of all operations do not exceed, in the clock's unit. As in
 * HdrHistogram, the highest value of its bucket, but never above the largest value seen.
 */
double merged__quantile(const struct merged *merged, double q);
/* The number of operations that took at most `value`, in the clock's unit. */
uint64_t merged__count_up_to(const struct merged *merged, double value);

#endif
