/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a run says: cost and overhead of each backend, and whether the run may be believed.
 *
 * A trial's cost is its shortest common value in instructions, and its median in nanoseconds. A
 * backend's overhead is taken within each round, against that round's first `none`.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_SUMMARY_H
#define HOOKBENCH_REPORT_FIGURES_SUMMARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/run.h"
#include "report/figures/columns.h"
#include "report/figures/estimate.h"

#define SUMMARY_SHIFTS 3

/* One backend, over all rounds; units are the clock's unless the name says otherwise. */
struct summary_row {
	char backend[NAME_SIZE];
	bool reference;	     /* `none`: what the others are compared with */
	bool control;	     /* the second `none` of each round: the A/A control */
	unsigned int rounds; /* trials that this rests on */
	double cost;	     /* median over rounds */
	/*
	 * Of cost - cost of `none` in the same round: the estimate (see estimate.h); 0 for the
	 * reference itself. [low, high]: in instructions the smallest and the largest; in
	 * nanoseconds the interval of SUMMARY_CONFIDENCE, NAN where there are too few rounds for
	 * one.
	 */
	double overhead, low, high;
	double doubt; /* of a difference from `none`: 1 - the confidence that it has */
	bool differs; /* from `none`, as far as the data tell; corrected for several hooks */
	double smallest_visible; /* overhead that these rounds would have shown; NAN unknown */
	/* The same estimate for a trial's mean, 90th and 99th percentile; NAN in instructions. */
	struct {
		double value;
		struct interval interval;
	} shift[SUMMARY_SHIFTS];
	/* overhead / the smallest of the hooks' that differ from `none`; NAN for those that do not.
	 */
	double times_cheapest;
	double p50, p99, p999; /* medians over rounds of the trials' own */
	double max;	       /* of all rounds */
	double beside;	       /* median over rounds of the control call's cost; NAN without one */
	uint64_t operations;   /* sums */
	int64_t hits, foreign_hits, missed, recursion; /* sums; COUNT_UNKNOWN */
	/*
	 * Of a command: hits that one run of it makes, and the overhead of each; NAN where that is
	 * not known, for the reference and its control, and for what is no command.
	 */
	double hits_per_command, overhead_per_hit;
	struct disturbance disturbance; /* sums */
	double attach_ns, detach_ns;	/* medians; NAN for `none` */
	/* Cycles of the workload, with all that they do; the median. NAN in instructions. */
	double operations_per_second;
	/* Events of the CPU's counters, see counters.h; medians, NAN where nobody counts. */
	struct {
#define SUMMARY_COUNTER(name) double name;
		COUNTERS(SUMMARY_COUNTER)
#undef SUMMARY_COUNTER
	} per_operation;
};

#define SUMMARY_CONFIDENCE 0.95
#define SUMMARY_MAX_ROWS   (PLAN_MAX_BACKENDS + 1)
#define SUMMARY_PROBLEMS   16

struct summary {
	size_t n;
	struct summary_row rows[SUMMARY_MAX_ROWS]; /* in the plan's order, the control second */
	/* Why the run is invalid; n_problems is 0 if it is sound. More than fit are only counted.
	 */
	size_t n_problems;
	char problems[SUMMARY_PROBLEMS][512];
};

/* The members of a row, as they are named in result.json and summary.csv. */
extern const struct field summary_columns[];

void summary__make(const struct run *run, struct summary *summary);
json_t *summary__to_json(const struct summary *summary);
/* The row of a backend that was measured, not the control's; NULL if there is none. */
const struct summary_row *summary__row(const struct summary *summary, const char *backend);
/* The range of smallest_visible over the hooks; false if it is known of none. */
bool summary__visible(const struct summary *summary, double *least, double *most);

#endif
