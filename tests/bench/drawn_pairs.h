/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * False alarms of pairs that are drawn anew from the equal trials of a recording.
 *
 * The order of a round's trials is random. So which of its equal trials is the first slot's, which
 * the second's and so on is chance alone, independently in each round, however the noise of one
 * trial depends on that of another: any other assignment was as probable. Drawing such assignments
 * gives the share of false alarms that the recorded noise has on average over all orders. It is the
 * same share that the recorded pairs are a sample of, but known far better than by these.
 */
#ifndef HOOKBENCH_TESTS_BENCH_DRAWN_PAIRS_H
#define HOOKBENCH_TESTS_BENCH_DRAWN_PAIRS_H

#include <stdint.h>

#include "tests/bench/estimator.h"

/* Assignments of each set; each gives as many pairs as a round has. */
#define DRAWN_ASSIGNMENTS 10

struct drawn_alarms {
	double share;
	struct interval interval; /* of 95 %, over sets, as these are independent */
};

/* 0 or -ENOMEM, logged. The same seed draws the same pairs. */
int drawn_pairs__alarms(const struct recording *recording, const struct estimator *estimator,
			uint64_t seed, struct drawn_alarms *alarms);

#endif
