/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The summary of a run: cost and overhead of each backend, and whether the run is valid.
 *
 * A trial's cost is its shortest common value in instructions, or its median in nanoseconds. A
 * backend's overhead is computed within each round, relative to that round's first `none`.
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

#define SUMMARY_SHIFTS 4
/* Of them, that of the fastest quarter of the operations: see rounds__estimate_fastest. */
#define SUMMARY_FASTEST 3

/* One backend, over all rounds; units are the clock's unless the name says otherwise. */
struct summary_row {
	char backend[NAME_SIZE];
	bool reference;	     /* `none`, which the others are compared with */
	bool control;	     /* the second `none` of each round: the A/A control */
	bool twin;	     /* of a user's program: a part of its cost, and no hook by itself */
	unsigned int rounds; /* the number of trials behind the figures */
	double cost;	     /* median over rounds */
	/*
	 * The estimate (see estimate.h) of cost - cost of `none` in the same round; 0 for the
	 * reference itself. [low, high]: in instructions, the smallest and the largest; in
	 * nanoseconds, the interval of SUMMARY_CONFIDENCE, NAN with too few rounds.
	 */
	double overhead, low, high;
	/*
	 * Of a user's program, otherwise NAN: the overhead of its twin, whose programs return at
	 * once; and the estimate of cost - cost of the twin in the same round. They add up to the
	 * overhead.
	 */
	double dispatch, body, body_low, body_high;
	double doubt; /* 1 - the confidence that the backend differs from `none` */
	bool differs; /* the data show a difference from `none`; corrected for several hooks */
	double smallest_visible; /* smallest detectable overhead; NAN if unknown */
	/*
	 * The same estimate for the mean, 90th and 99th percentile of a trial, and for its fastest
	 * operations; NAN in instructions.
	 */
	struct {
		double value;
		struct interval interval;
	} shift[SUMMARY_SHIFTS];
	/*
	 * overhead / the smallest overhead of the hooks that differ from `none`; NAN for other
	 * rows, and for twins.
	 */
	double times_cheapest;
	double p50, p99, p999; /* medians of the trials' percentiles */
	double max;	       /* over all rounds */
	double beside;	       /* median cost of the control call over rounds; NAN without one */
	uint64_t operations;   /* sums */
	int64_t hits, foreign_hits, missed, recursion; /* sums; COUNT_UNKNOWN */
	/*
	 * For a command: the hits of one run of it, and the overhead per hit; NAN if unknown, for
	 * the reference and its control, and if no command was measured.
	 */
	double hits_per_command, overhead_per_hit;
	struct disturbance disturbance; /* sums */
	double attach_ns, detach_ns;	/* medians; NAN for `none` */
	/*
	 * Cycles of the workload per second, including everything that they do; the median. NAN in
	 * instructions.
	 */
	double operations_per_second;
	/* Events of the CPU's counters, see counters.h; medians, NAN where not counted. */
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
	/*
	 * Why the run is invalid; n_problems is 0 if it is valid. It may exceed SUMMARY_PROBLEMS.
	 */
	size_t n_problems;
	char problems[SUMMARY_PROBLEMS][512];
};

/* The members of a row, as named in result.json and summary.csv. */
extern const struct field summary_columns[];

void summary__make(const struct run *run, struct summary *summary);
json_t *summary__to_json(const struct summary *summary);
/*
 * Whether a table for people may leave the row out: the control of a valid run, if it shows no
 * difference from `none`. One sentence says as much.
 */
bool summary__hides(const struct summary *summary, const struct summary_row *row);
/* The row of a measured backend, not the control's; NULL if there is none. */
const struct summary_row *summary__row(const struct summary *summary, const char *backend);
/*
 * In nanoseconds: how large a difference from `none` the interval leaves open, either way; NAN
 * without one.
 */
double summary_row__left_open(const struct summary_row *row);
/*
 * Whether a hook that does not differ from `none` might well cost what hooks cost: then it would be
 * wrong to say that there is no difference. False without an interval.
 */
bool summary_row__is_noisy(const struct summary_row *row);
/* The range of smallest_visible over the hooks; false if it is unknown for all of them. */
bool summary__visible(const struct summary *summary, double *least, double *most);

#endif
