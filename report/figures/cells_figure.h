/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Figures of a trial that lie between the steps of the clock: they are made of its histogram.
 *
 * A clock that advances in steps reads a length as one of the two whole numbers of steps next to
 * it, the nearer one more often, if operations begin anywhere within a step. So where lengths
 * differ by more than a step, such a figure moves by what is added to all of them, even if that is
 * less than a step: docs/nanoseconds.md shows how exactly. Where most operations are read as one
 * value, nobody knows where around it they lie.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_CELLS_FIGURE_H
#define HOOKBENCH_REPORT_FIGURES_CELLS_FIGURE_H

#include <stddef.h>
#include <stdint.h>

#include "bench/model/histogram.h"
#include "report/figures/estimate.h"

struct cells_figure {
	/* Of so many of the operations, in ticks. */
	double (*value)(const struct histogram_cells *cells, double share, uint64_t step);
	double share;
	/* Steps average out if no value has more than `most` of the fastest `among`. */
	double among, most;
};

/* The median, and the mean of the fastest quarter. */
extern const struct cells_figure cells_figure_median, cells_figure_fastest;

/* Two trials of a round. */
struct cells_pair {
	const struct histogram_cells *a, *b;
	unsigned int part; /* see struct round_value */
};

struct cells_clock {
	uint64_t step_ticks;
	double units_per_tick;
};

/*
 * Estimates by how much the figure of `a` exceeds that of `b`. Its resolution is 0 if in most
 * rounds both trials have so many values that steps average out, otherwise `resolution`. The value
 * is NAN if a trial has no cells. 0 or -ENOMEM, logged; free with estimate__free.
 */
int cells_figure__estimate(const struct cells_figure *figure, const struct cells_pair *pairs,
			   size_t n, struct cells_clock clock, double resolution, uint64_t seed,
			   struct estimate *estimate);

#endif
