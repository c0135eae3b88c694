// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/drawn_pairs.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "report/figures/summary.h"

/* In each round the equal trials change their slots. */
static void assign_anew(struct recorded_set *set, gsl_rng *rng)
{
	for (size_t i = 0; i < set->rounds; i++)
		gsl_ran_shuffle(rng, &set->trials[i * SLOTS], 2 * PAIRS, sizeof(*set->trials));
}

static int count_alarms(const struct recorded_set *set, const struct estimator *estimator,
			double step_ns, uint64_t seed, unsigned int *alarms)
{
	for (size_t pair = 0; pair < PAIRS; pair++) {
		struct interval interval;
		struct estimate e;
		int err = estimator__estimate(estimator, set, 2 * pair, 2 * pair + 1, step_ns,
					      seed + pair, &e);

		if (err)
			return err;
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		*alarms += interval.low > 0 || interval.high < 0;
		estimate__free(&e);
	}
	return 0;
}

/* Of one set: of all its assignments. Its trials stay where they are. */
static int share_of_set(const struct recorded_set *set, const struct estimator *estimator,
			double step_ns, gsl_rng *rng, double *share)
{
	size_t n = set->rounds * SLOTS;
	struct recorded_set copy = { set->cycles, set->rounds,
				     calloc(n + 1, sizeof(*copy.trials)) };
	unsigned int alarms = 0;
	int err = 0;

	if (!copy.trials)
		return log__out_of_memory();
	memcpy(copy.trials, set->trials, n * sizeof(*copy.trials));
	for (unsigned int k = 0; k < DRAWN_ASSIGNMENTS && !err; k++) {
		assign_anew(&copy, rng);
		err = count_alarms(&copy, estimator, step_ns, gsl_rng_get(rng), &alarms);
	}
	free(copy.trials);
	*share = (double)alarms / (DRAWN_ASSIGNMENTS * PAIRS);
	return err;
}

int drawn_pairs__alarms(const struct recording *r, const struct estimator *estimator, uint64_t seed,
			struct drawn_alarms *alarms)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double sum = 0, squares = 0, n = (double)r->n, error;
	int err = rng ? 0 : log__out_of_memory();

	if (rng)
		gsl_rng_set(rng, (unsigned long)seed);
	for (size_t i = 0; i < r->n && !err; i++) {
		double share = 0;

		err = share_of_set(&r->sets[i], estimator, (double)r->machine.step_ps / 1000, rng,
				   &share);
		sum += share;
		squares += share * share;
	}
	gsl_rng_free(rng);
	alarms->share = sum / n;
	error = sqrt(fmax(squares / n - alarms->share * alarms->share, 0) / n);
	alarms->interval = (struct interval){ fmax(alarms->share - 1.96 * error, 0),
					      alarms->share + 1.96 * error };
	return err;
}
