// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/log.h"

/* ---- the estimate ---- */

/* Pairs (i <= j) whose mean is at most `limit`. Rising i needs falling j, so one pass counts all.
 */
static uint64_t count_pairs(const double *sorted, size_t n, double limit)
{
	uint64_t pairs = 0;
	size_t end = n;

	for (size_t i = 0; i < n; i++) {
		while (end > i && sorted[i] + sorted[end - 1] > 2 * limit)
			end--;
		if (end <= i)
			break;
		pairs += end - i;
	}
	return pairs;
}

/* The smallest mean of a pair that is larger than `limit`. */
static double next_mean(const double *sorted, size_t n, double limit)
{
	double next = INFINITY;
	size_t end = n;

	for (size_t i = 0; i < n; i++) {
		size_t j;

		while (end > 0 && sorted[i] + sorted[end - 1] > 2 * limit)
			end--;
		j = end > i ? end : i;
		if (j < n)
			next = fmin(next, (sorted[i] + sorted[j]) / 2);
	}
	return next;
}

/*
 * The k-th smallest mean of a pair, from 1: by halving the range of values instead of computing all
 * n (n + 1) / 2 means. Means that lie closer than a millionth of the range are taken for one.
 */
static double select_mean(const double *sorted, size_t n, uint64_t k)
{
	double low = nextafter(sorted[0], -INFINITY), high = sorted[n - 1];
	double tolerance = (high - low) * 1e-6;

	while (high - low > tolerance) {
		double middle = low + (high - low) / 2;

		if (middle <= low || middle >= high)
			break;
		if (count_pairs(sorted, n, middle) >= k)
			high = middle;
		else
			low = middle;
	}
	return next_mean(sorted, n, low);
}

double estimate__hodges_lehmann(const double *sorted, size_t n)
{
	uint64_t pairs = (uint64_t)n * (n + 1) / 2;
	double upper;

	if (!n)
		return NAN;
	upper = select_mean(sorted, n, pairs / 2 + 1);
	return pairs % 2 ? upper : (select_mean(sorted, n, pairs / 2) + upper) / 2;
}

/* ---- its distribution ---- */

/* Where each run's values begin in `values`; one more for the end. */
static size_t find_parts(const struct round_value *values, size_t n, size_t *starts)
{
	size_t parts = 0;

	for (size_t i = 0; i < n; i++)
		if (!i || values[i].part != values[i - 1].part)
			starts[parts++] = i;
	starts[parts] = n;
	return parts;
}

/* One resample: as many runs as there are, and of each as many rounds as it has. Its size. */
static size_t draw(const struct round_value *values, const size_t *starts, size_t parts,
		   size_t most, gsl_rng *rng, double *drawn)
{
	size_t n = 0;

	for (size_t i = 0; i < parts; i++) {
		size_t part = gsl_rng_uniform_int(rng, parts);
		size_t first = starts[part], rounds = starts[part + 1] - first;

		for (size_t k = 0; k < rounds && n < most; k++)
			drawn[n++] = values[first + gsl_rng_uniform_int(rng, rounds)].value;
	}
	return n;
}

static void resample(double *resampled, const struct round_value *values, const size_t *starts,
		     size_t parts, double *drawn, size_t room, gsl_rng *rng)
{
	for (size_t i = 0; i < ESTIMATE_RESAMPLES; i++) {
		size_t n = draw(values, starts, parts, room, rng, drawn);

		gsl_sort(drawn, 1, n);
		resampled[i] = estimate__hodges_lehmann(drawn, n);
	}
	gsl_sort(resampled, 1, ESTIMATE_RESAMPLES);
}

static gsl_rng *new_rng(uint64_t seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	if (rng)
		gsl_rng_set(rng, (unsigned long)seed);
	return rng;
}

int estimate__make(struct estimate *e, const struct round_value *values, size_t n, uint64_t seed)
{
	/* A run with many rounds may be drawn in place of one with few. */
	size_t room = 2 * n + 1, *starts = calloc(n + 1, sizeof(*starts)), parts;
	double *scratch = calloc(room, sizeof(*scratch));
	gsl_rng *rng = new_rng(seed);
	bool ok = scratch && starts && rng;

	*e = (struct estimate){ .value = NAN, .n = n };
	if (ok && n) {
		for (size_t i = 0; i < n; i++)
			scratch[i] = values[i].value;
		gsl_sort(scratch, 1, n);
		e->value = estimate__hodges_lehmann(scratch, n);
		parts = find_parts(values, n, starts);
		if (parts > 1)
			e->n = parts;
	}
	if (ok && n >= ESTIMATE_MIN_ROUNDS) {
		e->resampled = calloc(ESTIMATE_RESAMPLES, sizeof(*e->resampled));
		ok = e->resampled;
		if (ok)
			resample(e->resampled, values, starts, parts, scratch, room, rng);
	}
	free(scratch);
	free(starts);
	gsl_rng_free(rng);
	return ok ? 0 : log__out_of_memory();
}

int estimate__subtract(struct estimate *difference, const struct estimate *a,
		       const struct estimate *b, uint64_t seed)
{
	gsl_rng *rng;

	*difference = (struct estimate){ .value = a->value - b->value,
					 .n = a->n < b->n ? a->n : b->n,
					 .resolution = a->resolution + b->resolution };
	if (!a->resampled || !b->resampled)
		return 0;
	difference->resampled = calloc(ESTIMATE_RESAMPLES, sizeof(*difference->resampled));
	rng = new_rng(seed);
	if (!difference->resampled || !rng) {
		gsl_rng_free(rng);
		return log__out_of_memory();
	}
	/* Both are sorted: one is put into random order, so that what is paired is independent. */
	memcpy(difference->resampled, b->resampled,
	       ESTIMATE_RESAMPLES * sizeof(*difference->resampled));
	gsl_ran_shuffle(rng, difference->resampled, ESTIMATE_RESAMPLES,
			sizeof(*difference->resampled));
	for (size_t i = 0; i < ESTIMATE_RESAMPLES; i++)
		difference->resampled[i] = a->resampled[i] - difference->resampled[i];
	gsl_sort(difference->resampled, 1, ESTIMATE_RESAMPLES);
	gsl_rng_free(rng);
	return 0;
}

void estimate__free(struct estimate *e)
{
	free(e->resampled);
	e->resampled = NULL;
}

/* ---- what is read off it ---- */

/* The share of the resampled values that stays outside on one side, for the wanted one. */
static double widen(double tail, size_t n)
{
	double t = gsl_cdf_tdist_Pinv(tail, (double)n - 1);

	return gsl_cdf_ugaussian_P(t * sqrt((double)n / ((double)n - 1)));
}

/* The inverse. */
static double narrow(double share, size_t n)
{
	double z = gsl_cdf_ugaussian_Pinv(share);

	return gsl_cdf_tdist_P(z * sqrt(((double)n - 1) / (double)n), (double)n - 1);
}

/* With few runs, or for a high confidence, tails are wanted that no resample has shown. */
#define RESOLVED (2.0 / ESTIMATE_RESAMPLES)

/* The standard error, as if what is independent were drawn from a normal distribution. */
static double standard_error(const struct estimate *e)
{
	double n = (double)e->n;

	return gsl_stats_sd(e->resampled, 1, ESTIMATE_RESAMPLES) * sqrt(n / (n - 1));
}

static double quantile(const struct estimate *e, double share)
{
	return gsl_stats_quantile_from_sorted_data(e->resampled, 1, ESTIMATE_RESAMPLES, share);
}

struct interval estimate__interval(const struct estimate *e, double confidence)
{
	double tail = (1 - confidence) / 2, share;
	struct interval i = { NAN, NAN };

	if (!e->resampled)
		return i;
	share = fmax(widen(tail, e->n), RESOLVED);
	i = (struct interval){ quantile(e, share), quantile(e, 1 - share) };
	if (share == RESOLVED) {
		double half = gsl_cdf_tdist_Qinv(tail, (double)e->n - 1) * standard_error(e);

		i.low = fmin(i.low, e->value - half);
		i.high = fmax(i.high, e->value + half);
	}
	i.low = fmin(i.low, e->value - e->resolution);
	i.high = fmax(i.high, e->value + e->resolution);
	return i;
}

/*
 * Of the `outside` resampled values on the wrong side of a limit that lies `distance` from the
 * estimate.
 */
static double doubt(const struct estimate *e, size_t outside, double distance)
{
	double share = fmax((double)outside / ESTIMATE_RESAMPLES, RESOLVED), doubt;

	if (share >= 0.5 || distance <= e->resolution)
		return 1;
	doubt = 2 * narrow(share, e->n);
	if (share == RESOLVED)
		doubt = fmin(doubt,
			     2 * gsl_cdf_tdist_Q(distance / standard_error(e), (double)e->n - 1));
	return doubt;
}

double estimate__doubt_above(const struct estimate *e, double limit)
{
	size_t outside = 0;

	if (!e->resampled)
		return 1;
	while (outside < ESTIMATE_RESAMPLES && e->resampled[outside] <= limit)
		outside++;
	return doubt(e, outside, e->value - limit);
}

double estimate__doubt_below(const struct estimate *e, double limit)
{
	size_t outside = 0;

	if (!e->resampled)
		return 1;
	while (outside < ESTIMATE_RESAMPLES &&
	       e->resampled[ESTIMATE_RESAMPLES - 1 - outside] >= limit)
		outside++;
	return doubt(e, outside, limit - e->value);
}

double estimate__smallest_visible(const struct estimate *e, double confidence)
{
	struct interval i = estimate__interval(e, confidence);
	double z = gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2);

	/* Half an interval is z standard errors. */
	return (i.high - i.low) / 2 * (1 + gsl_cdf_ugaussian_Pinv(0.8) / z);
}

/* Questions with less doubt than this one, or as much and an earlier place. */
static size_t rank_of(const double *doubts, size_t n, size_t i)
{
	size_t rank = 0;

	for (size_t j = 0; j < n; j++)
		rank += doubts[j] < doubts[i] || (doubts[j] == doubts[i] && j < i);
	return rank;
}

void estimate__correct(const double *doubts, size_t n, double doubt, double *allowed)
{
	size_t first_open = n;

	for (size_t i = 0; i < n; i++) {
		size_t rank = rank_of(doubts, n, i);

		allowed[i] = doubt / (double)(n - rank);
		if (doubts[i] > allowed[i] && rank < first_open)
			first_open = rank;
	}
	/* Once a question stays open, so do all that are more doubtful. */
	for (size_t i = 0; i < n; i++)
		if (rank_of(doubts, n, i) > first_open)
			allowed[i] = doubt / (double)(n - first_open);
}
