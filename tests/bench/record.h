/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes a recording of this machine, its trials run as those of a run. */
#ifndef HOOKBENCH_TESTS_BENCH_RECORD_H
#define HOOKBENCH_TESTS_BENCH_RECORD_H

#include "tests/bench/recording.h"

struct record_plan {
	size_t sets;
	/*
	 * Of each set; 0: as many as take `seconds`, and at least ESTIMATE_MIN_ROUNDS. All sets
	 * together take sets * seconds to within half a round, however busy the machine is.
	 */
	size_t rounds;
	double seconds;
	/* Lengths of trials, which sets have in turns. */
	size_t n_cycles;
	uint64_t cycles[8];
};

/*
 * Records into `recording`, which is empty. 0 or -errno, logged; -EINTR if stopped. It is the
 * caller's to free in either case.
 */
int record__make(const struct record_plan *plan, struct recording *recording);

#endif
