/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How small a difference each estimator sees in the same recordings, at the same rate of false
 * alarms.
 *
 * What all estimators of differences have in common: if every operation takes d longer, the
 * estimate and its interval are larger by d. So the intervals of equal trials tell how often any d
 * would be found, without recording a delay of d. Each estimator's intervals are made wider or
 * narrower by the one factor with which exactly 5 % of these are false alarms.
 */
#ifndef HOOKBENCH_TESTS_BENCH_POWER_H
#define HOOKBENCH_TESTS_BENCH_POWER_H

#include "tests/bench/estimator.h"
#include "tests/bench/recording.h"

/* Of one estimator, from all pairs of equal trials in both directions. */
struct power {
	size_t n;	   /* pairs */
	size_t alarms;	   /* of the intervals as they are */
	double factor;	   /* by which they would have to be wider for 5 % */
	double half, seen; /* the delays in ns that are found in 50 % and 95 % of cases, with it */
	double seen_as_is; /* in 95 %, of the intervals as they are */
	/* Of the recorded delays: how many intervals, and how many hold what the delay took. */
	size_t delays, held;
	/*
	 * Sorted: what has to be added to a pair for it to be found; 2 * n of them, for the caller
	 * to free.
	 */
	double *needed;
};

/*
 * `cycles`: only of the sets whose trials have so many operations. 0 or -ENOMEM, logged, with
 * nothing to free.
 */
int power__make(const struct recording *recording, const struct estimator *estimator,
		uint64_t cycles, struct power *power);
/* Of these sets, the share in which a delay of so many ns is found. */
double power__of_delay(const struct power *power, double delay_ns);

/*
 * What a delay took in a set, beyond what its reference did there; in ns. Of its rounds, what a
 * run's estimate is: their Hodges-Lehmann estimate. Their mean is another figure, larger by 1 %
 * where the machine was slow in some rounds.
 */
double power__true_delay(const struct recorded_set *set, size_t delay);

#endif
