/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All operations of a backend in a run, over its rounds: one distribution to draw and to export. */
#ifndef HOOKBENCH_REPORT_FIGURES_MERGED_H
#define HOOKBENCH_REPORT_FIGURES_MERGED_H

#include "bench/model/run.h"

struct merged {
	struct histogram_cells cells; /* in ticks; exact if every trial's were */
	uint64_t total;		      /* operations in the cells; 0: no histograms are stored */
	uint64_t min;		      /* ticks; of its bucket, the first value */
	uint64_t max;		      /* ticks; that was seen */
	double sum;		      /* ticks; of the values themselves */
	double units_per_tick;
};

/*
 * Of the trials of `backend` (control: of its second ones). 0 with possibly no operations, or
 * -ENOMEM, logged. Free with merged__free.
 */
int merged__make(const struct run *run, const char *backend, bool control, struct merged *merged);
void merged__free(struct merged *merged);

/*
 * The value that a share `q` (0 to 1) of all operations do not exceed, in the clock's unit; as
 * HdrHistogram has it, the highest of its bucket, but not above the largest that was seen.
 */
double merged__quantile(const struct merged *merged, double q);
/* How many operations took no longer than `value`, which is in the clock's unit. */
uint64_t merged__count_up_to(const struct merged *merged, double value);

#endif
