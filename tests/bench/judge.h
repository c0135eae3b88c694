/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether the intervals of an estimator can be believed, on the noise of a recording: how often a
 * difference is reported where there is none, how large a delay has to be to be found, and how
 * often the interval holds the truth.
 *
 * An interval is made of whole operations, whose system calls vary, by the code that is judged. The
 * truth is the mean of their second parts, the delay alone, which hardly vary. It leaves out what a
 * delay does to the system calls around it, which was at most 4 ns where it was measured: intervals
 * that are hardly wider than that may miss the truth for this reason.
 */
#ifndef HOOKBENCH_TESTS_BENCH_JUDGE_H
#define HOOKBENCH_TESTS_BENCH_JUDGE_H

#include <stdbool.h>

#include "tests/bench/estimator.h"
#include "tests/bench/recording.h"

struct judged {
	const struct recording *recording; /* all of its sets alike */
	const struct estimator *estimator;
};

struct judgement {
	bool is_as_claimed;  /* alarms and intervals are as many as they should be */
	bool sees_something; /* one of the delays is found in 95 % of the sets */
};

/* Prints the figures on stdout. */
struct judgement judge__estimator(const struct judged *judged);

#endif
