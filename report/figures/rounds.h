/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trials of one backend, round by round, each with the `none` of its round. */
#ifndef HOOKBENCH_REPORT_FIGURES_ROUNDS_H
#define HOOKBENCH_REPORT_FIGURES_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/estimate.h"

struct rounds {
	size_t n;
	const struct trial **trials;
	const struct trial **references; /* the same round's `none`, not its control; or the other
					    of a pair */
};

/* One figure of a trial, in the clock's unit or in nanoseconds as its name says; NAN if unknown. */
typedef double (*trial_value)(const struct trial *trial, enum clock_unit unit);

/*
 * The cost of an operation: the shortest common value in instructions, the median in nanoseconds.
 */
double trial__cost(const struct trial *trial, enum clock_unit unit);

/* The mean over the trial's operations. */
double trial__mean(const struct trial *trial, enum clock_unit unit);

/* The backend that the others are compared with: the first one of the plan. */
const char *run__reference(const struct run *run);

/*
 * control: the second trial of each round that has two. False if there are none, or no memory;
 * close in either case. The run must outlive `rounds`.
 */
bool rounds__open(struct rounds *rounds, const struct run *run, const char *backend, bool control);
/* The same of two backends: the differences are `backend` - `reference`. */
bool rounds__open_pair(struct rounds *rounds, const struct run *run, const char *backend,
		       const char *reference);
void rounds__close(struct rounds *rounds);

/* Ignores unknown values; NAN if all are unknown. */
double rounds__median(const struct rounds *rounds, enum clock_unit unit, trial_value value);
/* The smallest and the largest difference from the reference. */
struct interval rounds__range(const struct rounds *rounds, enum clock_unit unit, trial_value value);
/*
 * Estimates the difference from the reference; see estimate__make. The resolution of a value read
 * from a histogram is the width of its bucket, or the step of the clock if that is longer. A mean
 * does not come from the histogram. The cost in nanoseconds is estimated between these steps, if
 * all trials have their histograms and there are values enough: see cells_figure.h.
 */
int rounds__estimate(const struct rounds *rounds, const struct run *run, trial_value value,
		     struct estimate *estimate);
/*
 * The same for the mean of each trial's fastest operations, a quarter of them, in nanoseconds.
 * Where operations are slower while something else keeps the core busy, this is what those take
 * that were left alone: docs/nanoseconds.md shows how much less it varies than a median. Its value
 * is NAN if a trial has no histogram.
 */
int rounds__estimate_fastest(const struct rounds *rounds, const struct run *run,
			     struct estimate *estimate);
/* Estimates the cost itself, of one trial a round. */
int rounds__estimate_cost(const struct rounds *rounds, const struct run *run,
			  struct estimate *estimate);

#endif
