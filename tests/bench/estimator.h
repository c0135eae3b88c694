/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ways to tell two slots of a set apart, by their trials. */
#ifndef HOOKBENCH_TESTS_BENCH_ESTIMATOR_H
#define HOOKBENCH_TESTS_BENCH_ESTIMATOR_H

#include <stdbool.h>

#include "report/figures/cells_figure.h"
#include "report/figures/estimate.h"
#include "tests/bench/recording.h"
#include "tests/bench/trial_value.h"

struct estimator {
	const char *name;
	trial_figure value;
	/* One difference for each round, in steps of the clock. */
	void (*pair)(const struct recorded_set *set, size_t slot, size_t reference,
		     trial_figure value, double *differences);
	/* What a run prints, estimated as a run does that; NULL: no run prints it. */
	const struct cells_figure *product;
	double resolution; /* how well it is known, in steps, if it is not that */
};

/*
 * Ends with a row whose name is NULL. The first is what a run prints where the clock's step is all
 * that can be told.
 */
extern const struct estimator estimators[];
const struct estimator *estimator__find(const char *name);

/*
 * The difference of two slots in nanoseconds, with its distribution, as a run has it; `step_ns`:
 * what a step of the recording's clock is. 0 or -ENOMEM, logged; free with estimate__free.
 */
int estimator__estimate(const struct estimator *estimator, const struct recorded_set *set,
			size_t slot, size_t reference, double step_ns, uint64_t seed,
			struct estimate *estimate);

#endif
