// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/estimator.h"

#include <gsl/gsl_multifit.h>
#include <gsl/gsl_sort.h>
#include <string.h>

static double of_trial(const struct recorded_set *set, size_t round, size_t slot,
		       trial_figure value)
{
	return value(recorded_set__trial(set, round, slot));
}

static void by_round(const struct recorded_set *set, size_t slot, size_t reference,
		     trial_figure value, double *differences)
{
	for (size_t i = 0; i < set->rounds; i++)
		differences[i] = of_trial(set, i, slot, value) - of_trial(set, i, reference, value);
}

/*
 * With what the reference was at that time: between its trials before and after, in whichever
 * rounds, as far as each is away.
 */
static void by_neighbours(const struct recorded_set *set, size_t slot, size_t reference,
			  trial_figure value, double *differences)
{
	for (size_t i = 0; i < set->rounds; i++) {
		const struct recorded_trial *t = recorded_set__trial(set, i, slot), *a, *b;
		size_t after = i;
		double span;

		if (recorded_set__trial(set, i, reference)->start_us < t->start_us)
			after++;
		differences[i] = value(t);
		if (!after || after == set->rounds) {
			differences[i] -= of_trial(set, i, reference, value);
			continue;
		}
		a = recorded_set__trial(set, after - 1, reference);
		b = recorded_set__trial(set, after, reference);
		span = (double)(b->start_us - a->start_us);
		differences[i] -= value(a) * (double)(b->start_us - t->start_us) / span +
				  value(b) * (double)(t->start_us - a->start_us) / span;
	}
}

/* What is known of a trial's disturbance. */
#define CAUSES 4

static double cause_of(const struct recorded_trial *t, size_t cause)
{
	switch (cause) {
	case 0: return (double)(t->spin_ns[0] + t->spin_ns[1]);
	case 1: return (double)t->steal_ns;
	case 2: return (double)t->switches;
	default: return (double)t->interrupts;
	}
}

/* Which of them differed at all within rounds: others say nothing. */
static size_t list_causes(const struct recorded_set *set, size_t slot, size_t reference,
			  size_t causes[CAUSES])
{
	size_t n = 0;

	for (size_t c = 0; c < CAUSES; c++) {
		size_t differ = 0;

		for (size_t i = 0; i < set->rounds; i++)
			differ += cause_of(recorded_set__trial(set, i, slot), c) !=
				  cause_of(recorded_set__trial(set, i, reference), c);
		if (differ > set->rounds / 10 + 2)
			causes[n++] = c;
	}
	return n;
}

/* The differences, less what a straight line says of those of the causes. */
static void by_regression(const struct recorded_set *set, size_t slot, size_t reference,
			  trial_figure value, double *differences)
{
	size_t causes[CAUSES], n = list_causes(set, slot, reference, causes);
	gsl_multifit_linear_workspace *work;
	gsl_matrix *x, *covariance;
	gsl_vector *y, *c;
	double chi;

	by_round(set, slot, reference, value, differences);
	if (!n || set->rounds < n + 6)
		return;
	x = gsl_matrix_calloc(set->rounds, n + 1);
	y = gsl_vector_alloc(set->rounds);
	c = gsl_vector_alloc(n + 1);
	covariance = gsl_matrix_alloc(n + 1, n + 1);
	work = gsl_multifit_linear_alloc(set->rounds, n + 1);
	for (size_t i = 0; i < set->rounds; i++) {
		gsl_vector_set(y, i, differences[i]);
		gsl_matrix_set(x, i, n, 1);
		for (size_t k = 0; k < n; k++)
			gsl_matrix_set(x, i, k,
				       cause_of(recorded_set__trial(set, i, slot), causes[k]) -
					       cause_of(recorded_set__trial(set, i, reference),
							causes[k]));
	}
	gsl_multifit_linear(x, y, c, covariance, &chi, work);
	for (size_t i = 0; i < set->rounds; i++)
		for (size_t k = 0; k < n; k++)
			differences[i] -= gsl_vector_get(c, k) * gsl_matrix_get(x, i, k);
	gsl_multifit_linear_free(work);
	gsl_matrix_free(covariance);
	gsl_vector_free(c);
	gsl_vector_free(y);
	gsl_matrix_free(x);
}

/* The median of the differences at many quantiles. */
#define QUANTILES 19

static void by_quantiles(const struct recorded_set *set, size_t slot, size_t reference,
			 trial_figure value, double *differences)
{
	(void)value;
	for (size_t i = 0; i < set->rounds; i++) {
		double shifts[QUANTILES];

		for (int q = 0; q < QUANTILES; q++)
			shifts[q] = trial_value__quantile(recorded_set__trial(set, i, slot),
							  (q + 1) / (QUANTILES + 1.0)) -
				    trial_value__quantile(recorded_set__trial(set, i, reference),
							  (q + 1) / (QUANTILES + 1.0));
		gsl_sort(shifts, 1, QUANTILES);
		differences[i] = shifts[QUANTILES / 2];
	}
}

#define ROW(name_, value_, pair_, ...)                                                          \
	{                                                                                       \
		.name = (name_), .value = trial_value__##value_, .pair = (pair_), ##__VA_ARGS__ \
	}

const struct estimator estimators[] = {
	ROW("median as read", median_read, by_round, .resolution = 1),
	ROW("median", median, by_round, .product = &cells_figure_median),
	ROW("mean", mean, by_round),
	ROW("mean of the fastest 90 %", fastest_nine_tenths, by_round),
	ROW("mean of the fastest half", fastest_half, by_round),
	ROW("mean of the fastest quarter", fastest_quarter, by_round,
	    .product = &cells_figure_fastest),
	ROW("mean of the fastest tenth", fastest_tenth, by_round),
	ROW("p10", p10, by_round),
	ROW("p25", p25, by_round),
	ROW("half-sample mode", half_sample_mode, by_round),
	ROW("lower hump of two", lower_hump, by_round),
	ROW("quantile differences", median, by_quantiles),
	ROW("median by neighbours", median, by_neighbours),
	ROW("fastest quarter by neighbours", fastest_quarter, by_neighbours),
	ROW("fastest half by neighbours", fastest_half, by_neighbours),
	ROW("median by regression", median, by_regression),
	ROW("fastest quarter by regression", fastest_quarter, by_regression),
	{ .name = NULL },
};

const struct estimator *estimator__find(const char *name)
{
	for (const struct estimator *e = estimators; e->name; e++)
		if (!strcmp(e->name, name))
			return e;
	return NULL;
}

static int estimate_as_a_run(const struct cells_figure *figure, const struct recorded_set *set,
			     size_t slot, size_t reference, double step_ns, uint64_t seed,
			     struct estimate *estimate)
{
	struct cells_pair pairs[RECORDING_MAX_ROUNDS];

	for (size_t i = 0; i < set->rounds; i++)
		pairs[i] = (struct cells_pair){ &recorded_set__trial(set, i, slot)->cells,
						&recorded_set__trial(set, i, reference)->cells, 0 };
	return cells_figure__estimate(figure, pairs, set->rounds,
				      (struct cells_clock){ 1, step_ns }, step_ns, seed, estimate);
}

int estimator__estimate(const struct estimator *estimator, const struct recorded_set *set,
			size_t slot, size_t reference, double step_ns, uint64_t seed,
			struct estimate *estimate)
{
	struct round_value values[RECORDING_MAX_ROUNDS];
	double differences[RECORDING_MAX_ROUNDS];
	int err;

	if (estimator->product)
		return estimate_as_a_run(estimator->product, set, slot, reference, step_ns, seed,
					 estimate);
	estimator->pair(set, slot, reference, estimator->value, differences);
	for (size_t i = 0; i < set->rounds; i++)
		values[i] = (struct round_value){ differences[i] * step_ns, 0 };
	err = estimate__make(estimate, values, set->rounds, seed);
	estimate->resolution = estimator->resolution * step_ns;
	return err;
}
