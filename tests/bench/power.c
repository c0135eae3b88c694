// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/power.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "bench/base/log.h"

#define CONFIDENCE	 0.95
#define FALSE_ALARM_RATE 0.05

double power__true_delay(const struct recorded_set *set, size_t delay)
{
	double ps[RECORDING_MAX_ROUNDS];

	for (size_t i = 0; i < set->rounds; i++)
		ps[i] = (double)recorded_set__trial(set, i, 2 * PAIRS + delay)->delay_ps -
			(double)recorded_set__trial(set, i, delay)->delay_ps;
	gsl_sort(ps, 1, set->rounds);
	return estimate__hodges_lehmann(ps, set->rounds) / 1000;
}

/* An estimate and the ends of its interval. */
struct interval_of {
	double value;
	struct interval interval;
};

static int estimate(const struct recording *r, const struct estimator *estimator, size_t set,
		    size_t slot, size_t reference, struct interval_of *result)
{
	struct estimate e;
	int err = estimator__estimate(estimator, &r->sets[set], slot, reference,
				      (double)r->machine.step_ps / 1000, set + 1, &e);

	if (err)
		return err;
	*result = (struct interval_of){ e.value, estimate__interval(&e, CONFIDENCE) };
	estimate__free(&e);
	return 0;
}

/* How much wider the interval may be before it includes 0. */
static double factor_to_zero(const struct interval_of *r)
{
	double half = r->value > 0 ? r->value - r->interval.low : r->interval.high - r->value;

	return half > 0 ? fabs(r->value) / half : r->value != 0 ? INFINITY : 0;
}

/* What has to be added for the interval to exclude 0; or the same of the pair turned round. */
static double needed(const struct interval_of *r, double factor, bool turned)
{
	return turned ? r->value + factor * (r->interval.high - r->value)
		      : -r->value + factor * (r->value - r->interval.low);
}

static double share_of_sorted(const double *values, size_t n, double share)
{
	return gsl_stats_quantile_from_sorted_data(values, 1, n, share);
}

/* Sorts what all pairs need. */
static void fill_needed(struct power *p, const struct interval_of *pairs, double factor)
{
	for (size_t i = 0; i < p->n; i++) {
		p->needed[2 * i] = needed(&pairs[i], factor, false);
		p->needed[2 * i + 1] = needed(&pairs[i], factor, true);
	}
	gsl_sort(p->needed, 1, 2 * p->n);
}

static void judge_pairs(struct power *p, const struct interval_of *pairs)
{
	/* Room for these is the same as for what is made of them later. */
	for (size_t i = 0; i < p->n; i++) {
		p->needed[i] = factor_to_zero(&pairs[i]);
		p->alarms += p->needed[i] > 1;
	}
	gsl_sort(p->needed, 1, p->n);
	p->factor = share_of_sorted(p->needed, p->n, 1 - FALSE_ALARM_RATE);
	fill_needed(p, pairs, 1);
	p->seen_as_is = share_of_sorted(p->needed, 2 * p->n, 0.95);
	fill_needed(p, pairs, p->factor);
	p->half = share_of_sorted(p->needed, 2 * p->n, 0.5);
	p->seen = share_of_sorted(p->needed, 2 * p->n, 0.95);
}

static int compare_set(const struct recording *r, const struct estimator *estimator, size_t set,
		       struct power *p, struct interval_of *pairs)
{
	int err = 0;

	for (size_t pair = 0; pair < PAIRS && !err; pair++)
		err = estimate(r, estimator, set, 2 * pair, 2 * pair + 1, &pairs[p->n++]);
	for (size_t d = 0; d < DELAYS && !err; d++) {
		double truth = power__true_delay(&r->sets[set], d);
		struct interval_of result;

		err = estimate(r, estimator, set, 2 * PAIRS + d, d, &result);
		p->delays++;
		p->held += !err && result.interval.low <= truth && truth <= result.interval.high;
	}
	return err;
}

int power__make(const struct recording *r, const struct estimator *estimator, uint64_t cycles,
		struct power *p)
{
	struct interval_of *pairs = calloc(r->n * PAIRS + 1, sizeof(*pairs));
	int err = 0;

	*p = (struct power){ .needed = calloc(2 * r->n * PAIRS + 1, sizeof(*p->needed)) };
	if (!pairs || !p->needed)
		err = log__out_of_memory();
	for (size_t i = 0; i < r->n && !err; i++)
		if (r->sets[i].cycles == cycles)
			err = compare_set(r, estimator, i, p, pairs);
	if (!err && p->n)
		judge_pairs(p, pairs);
	free(pairs);
	if (err) {
		free(p->needed);
		p->needed = NULL;
	}
	return err;
}

double power__of_delay(const struct power *p, double delay_ns)
{
	size_t found = 0;

	while (found < 2 * p->n && p->needed[found] < delay_ns)
		found++;
	return p->n ? (double)found / (double)(2 * p->n) : 0;
}
