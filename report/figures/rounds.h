/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trials of one backend, round by round, each beside the `none` of its round. */
#ifndef HOOKBENCH_REPORT_FIGURES_ROUNDS_H
#define HOOKBENCH_REPORT_FIGURES_ROUNDS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/estimate.h"

struct rounds {
	size_t n;
	const struct trial **trials;
	const struct trial **references; /* the `none` of the same round that is no control */
};

/* One figure of a trial, in the clock's unit or in nanoseconds as its name says; NAN if unknown. */
typedef double (*trial_value)(const struct trial *trial, enum clock_unit unit);

/* What an operation takes: its shortest common value in instructions, its median in nanoseconds. */
double trial__cost(const struct trial *trial, enum clock_unit unit);

/* The mean of its operations. */
double trial__mean(const struct trial *trial, enum clock_unit unit);

/* The backend that the others are compared with: the plan names it first. */
const char *run__reference(const struct run *run);

/*
 * control: the other trials of rounds that have two. False if there are none, or no memory; close
 * in either case. The run must stay as long.
 */
bool rounds__open(struct rounds *rounds, const struct run *run, const char *backend, bool control);
void rounds__close(struct rounds *rounds);

/* Of the values that are known; NAN if none is. */
double rounds__median(const struct rounds *rounds, enum clock_unit unit, trial_value value);
/* The smallest and the largest difference to the reference. */
struct interval rounds__range(const struct rounds *rounds, enum clock_unit unit, trial_value value);
/*
 * Of the differences to the reference; as estimate__make. What is read off a histogram is known as
 * well as its buckets are narrow; a mean is not read off it.
 */
int rounds__estimate(const struct rounds *rounds, const struct run *run, trial_value value,
		     struct estimate *estimate);

#endif
