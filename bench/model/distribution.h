/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A histogram as it is stored: its key figures and its cells. */
#ifndef HOOKBENCH_BENCH_MODEL_DISTRIBUTION_H
#define HOOKBENCH_BENCH_MODEL_DISTRIBUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/model/clock_unit.h"
#include "bench/model/histogram.h"

/* Key figures of a histogram, in the clock's unit (instructions or nanoseconds). */
struct figures {
	uint64_t count; /* values recorded */
	uint64_t over;	/* of these, beyond the histogram's range; see histogram.h */
	double min, max, mean;
	/*
	 * The most frequent value, or the first value of the fullest bucket. In instructions: the
	 * smallest of the common values, see histogram__shortest_common.
	 */
	double mode;
	uint64_t mode_count; /* how often it was seen */
	bool mode_exact;     /* mode and mode_count are exact */
	double p50, p90, p99, p999;
};

/* A stored histogram: figures, and cells in ticks. */
struct distribution {
	struct figures figures;
	struct histogram_cells cells; /* n is 0 if the stored run omits them */
};

/*
 * Summarises a histogram of ticks, each of which is `units_per_tick` of `unit`. 0 or -errno,
 * logged. Free with distribution__free.
 */
int distribution__make(struct distribution *d, const struct histogram *h, enum clock_unit unit,
		       double units_per_tick);
/* Frees the cells and keeps the figures. */
void distribution__free(struct distribution *d);

#endif
