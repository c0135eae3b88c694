/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What other benchmarks would have said, had they measured at the same time: each has one program
 * run for the first half of a set and then the other, and compares them in its own way.
 */
#ifndef HOOKBENCH_TESTS_BENCH_PEERS_H
#define HOOKBENCH_TESTS_BENCH_PEERS_H

#include <stdbool.h>

#include "tests/bench/recording.h"

struct peer {
	const char *name;
	size_t parts; /* into which each half is divided: ticks, runs, repetitions; 0: a trial each
		       */
	/*
	 * Whether it would report a difference of the two, by the means of each part in ns; NULL:
	 * it only shows both.
	 */
	bool (*sees)(const double *first, const double *second, size_t n);
};

/* Ends with a row whose name is NULL. */
extern const struct peer peers[];

/* Of all sets, if one program's operations take so many ns more. */
struct peer_count {
	size_t n;     /* pairs */
	size_t right; /* the slower one has the larger mean */
	size_t seen; /* and a difference is reported; or without one, of a delay of 0, either way */
};

void peer__count(const struct peer *peer, const struct recording *recording, uint64_t cycles,
		 double delay_ns, struct peer_count *count);

#endif
