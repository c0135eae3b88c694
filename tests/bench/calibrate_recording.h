/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What calibrate judges: sets of rounds, recorded as a run records them, with trials in which
 * nothing differs and trials in which a delay is added to what is timed.
 *
 * What the delay takes is measured in the very operations that it delays: a clock read before it
 * splits each of them into the system call and the delay. Measured on its own, back to back, the
 * same loop takes 20 to 130 ns less: there, its first turns run beside the rest of a clock read,
 * and the code and the predicted branches, which a system call displaces, are still at hand.
 */
#ifndef HOOKBENCH_TESTS_BENCH_CALIBRATE_RECORDING_H
#define HOOKBENCH_TESTS_BENCH_CALIBRATE_RECORDING_H

#include <stddef.h>

/* As a run takes them by default; a round of five backends takes about a quarter of a second. */
#define MAX_ROUNDS 40
#define CYCLES	   2000

/* The first trials of a round, in which nothing differs: pairs of them are compared. */
#define PAIRS 4
/* The others. Each has its own reference: the first of the equal trials, the second, and so on. */
#define DELAYS 6
#define SLOTS  (2 * PAIRS + DELAYS)
_Static_assert(DELAYS <= 2 * PAIRS, "each delay has a reference of its own");

/* One trial's figures, in nanoseconds. */
struct record {
	double median, mean; /* of the operation */
	double beside;	     /* of its part after the system call: the mean */
};

/* All rounds of all sets. */
struct recording {
	size_t sets;
	size_t n_rounds;		/* of a set; at most MAX_ROUNDS */
	struct record (*rounds)[SLOTS]; /* sets * n_rounds */
};

/*
 * Records into `rounds`, which the caller has made for the numbers of sets and rounds. 0 or -errno,
 * logged; -EINTR if stopped.
 */
int recording__make(const struct recording *r);

#endif
