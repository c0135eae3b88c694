// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/estimate.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

/* ---- the estimate ---- */

/*
 * The number of pairs (i <= j) whose mean is at most `limit`. As i rises, j falls, so one pass
 * counts them all.
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
 * The k-th smallest mean of a pair, counting from 1. Bisects the range of values instead of
 * computing all n (n + 1) / 2 means. Means closer than a millionth of the range count as equal.
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

/*
 * What resamples are drawn from: the sorted values, and which of them belong to the same run. A
 * resample is stored as the number of times that each value was drawn.
 */
struct source {
	size_t n;
	double *sorted;
	size_t parts;
	size_t *starts; /* where each run begins in ranks, and the end */
	size_t *ranks;	/* indices into `sorted`, run by run */
	/* The sorted means of all pairs; NULL if there are too many. */
	struct pair *pairs;
	unsigned int *drawn; /* how often, by rank */
	double *expanded;    /* room for the drawn values */
};

struct pair {
	double mean;
	unsigned int low, high; /* ranks */
};

/* Above this, bisection finds a median faster than a walk through all means. */
#define MOST_PAIRS 20000

/* A run with many rounds may be drawn instead of one with few. */
static size_t room_of(size_t n)
{
	return 2 * n + 1;
}

static int by_mean(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	return (x->mean > y->mean) - (x->mean < y->mean);
}

static void fill_pairs(struct source *s)
{
	size_t k = 0;

	for (unsigned int i = 0; i < s->n; i++)
		for (unsigned int j = i; j < s->n; j++)
			s->pairs[k++] = (struct pair){ (s->sorted[i] + s->sorted[j]) / 2, i, j };
	qsort(s->pairs, k, sizeof(*s->pairs), by_mean);
}

static void source__close(struct source *s)
{
	free(s->sorted);
	free(s->starts);
	free(s->ranks);
	free(s->pairs);
	free(s->drawn);
	free(s->expanded);
}

static bool source__open(struct source *s, const struct round_value *values, size_t n)
{
	size_t pairs = n * (n + 1) / 2, *order = calloc(n + 1, sizeof(*order));
	double *given = calloc(n + 1, sizeof(*given));
	bool ok;

	*s = (struct source){
		.n = n,
		.sorted = calloc(n + 1, sizeof(double)),
		.starts = calloc(n + 1, sizeof(size_t)),
		.ranks = calloc(n + 1, sizeof(size_t)),
		.pairs = pairs <= MOST_PAIRS ? calloc(pairs + 1, sizeof(struct pair)) : NULL,
		.drawn = calloc(n + 1, sizeof(unsigned int)),
		.expanded = calloc(room_of(n), sizeof(double)),
	};
	ok = order && given && s->sorted && s->starts && s->ranks && s->drawn && s->expanded &&
	     (s->pairs || pairs > MOST_PAIRS);
	for (size_t i = 0; ok && i < n; i++) {
		given[i] = values[i].value;
		if (!i || values[i].part != values[i - 1].part)
			s->starts[s->parts++] = i;
	}
	if (ok) {
		s->starts[s->parts] = n;
		gsl_sort_index(order, given, 1, n);
		for (size_t rank = 0; rank < n; rank++) {
			s->sorted[rank] = given[order[rank]];
			s->ranks[order[rank]] = rank;
		}
		if (s->pairs)
			fill_pairs(s);
	}
	free(order);
	free(given);
	return ok;
}

/*
 * Draws one resample: as many runs as there are, and from each as many rounds as it has. Returns
 * its size.
 */
static size_t draw(struct source *s, gsl_rng *rng)
{
	size_t most = room_of(s->n), n = 0;

	memset(s->drawn, 0, s->n * sizeof(*s->drawn));
	for (size_t i = 0; i < s->parts; i++) {
		size_t part = gsl_rng_uniform_int(rng, s->parts);
		size_t first = s->starts[part], rounds = s->starts[part + 1] - first;

		for (size_t k = 0; k < rounds && n < most; k++, n++)
			s->drawn[s->ranks[first + gsl_rng_uniform_int(rng, rounds)]]++;
	}
	return n;
}

/*
 * The median of the means of all pairs of the n drawn values, found by walking through all means.
 */
static double median_of_drawn(const struct source *s, size_t n)
{
	uint64_t pairs = (uint64_t)n * (n + 1) / 2, seen = 0, first = (pairs + 1) / 2;
	double lower = NAN;

	for (const struct pair *p = s->pairs;; p++) {
		uint64_t a = s->drawn[p->low], b = s->drawn[p->high];

		seen += p->low == p->high ? a * (a + 1) / 2 : a * b;
		if (isnan(lower) && seen >= first)
			lower = p->mean;
		/* For an even number of means, the two in the middle. */
		if (seen >= pairs / 2 + 1)
			return (lower + p->mean) / 2;
	}
}

static double estimate_of_drawn(struct source *s, size_t n)
{
	size_t filled = 0;

	if (s->pairs)
		return median_of_drawn(s, n);
	for (size_t rank = 0; rank < s->n; rank++)
		for (unsigned int k = 0; k < s->drawn[rank]; k++)
			s->expanded[filled++] = s->sorted[rank];
	return estimate__hodges_lehmann(s->expanded, filled);
}

static gsl_rng *new_rng(uint64_t seed)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);

	if (rng)
		gsl_rng_set(rng, (unsigned long)seed);
	return rng;
}

static bool resample(struct estimate *e, struct source *s, uint64_t seed)
{
	gsl_rng *rng = new_rng(seed);

	e->resampled = calloc(ESTIMATE_RESAMPLES, sizeof(*e->resampled));
	for (size_t i = 0; rng && e->resampled && i < ESTIMATE_RESAMPLES; i++) {
		size_t n = draw(s, rng);

		e->resampled[i] = estimate_of_drawn(s, n);
	}
	if (e->resampled)
		gsl_sort(e->resampled, 1, ESTIMATE_RESAMPLES);
	gsl_rng_free(rng);
	return rng && e->resampled;
}

int estimate__make(struct estimate *e, const struct round_value *values, size_t n, uint64_t seed)
{
	struct source s;
	bool ok = source__open(&s, values, n);

	*e = (struct estimate){ .value = NAN, .n = n, .least = NAN, .most = NAN };
	if (ok && n) {
		e->value = estimate__hodges_lehmann(s.sorted, n);
		if (s.parts > 1) {
			e->n = s.parts;
		} else if (n == ESTIMATE_MIN_ROUNDS) {
			e->least = s.sorted[0];
			e->most = s.sorted[n - 1];
		}
	}
	if (ok && n >= ESTIMATE_MIN_ROUNDS)
		ok = resample(e, &s, seed);
	source__close(&s);
	return ok ? 0 : log__out_of_memory();
}

int estimate__subtract(struct estimate *difference, const struct estimate *a,
		       const struct estimate *b, uint64_t seed)
{
	gsl_rng *rng;

	*difference = (struct estimate){ .value = a->value - b->value,
					 .n = a->n < b->n ? a->n : b->n,
					 .least = NAN,
					 .most = NAN,
					 .resolution = a->resolution + b->resolution };
	if (!a->resampled || !b->resampled)
		return 0;
	difference->resampled = calloc(ESTIMATE_RESAMPLES, sizeof(*difference->resampled));
	rng = new_rng(seed);
	if (!difference->resampled || !rng) {
		gsl_rng_free(rng);
		return log__out_of_memory();
	}
	/* Both are sorted. One is shuffled, so that the values of a pair are independent. */
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

/* From the share wanted outside on one side to the share of resampled values to cut off there. */
static double widen(double tail, size_t n)
{
	double t = gsl_cdf_tdist_Pinv(tail, (double)n - 1);

	return gsl_cdf_ugaussian_P(t * sqrt((double)n / ((double)n - 1)));
}

/* The inverse of that. */
static double narrow(double share, size_t n)
{
	double z = gsl_cdf_ugaussian_Pinv(share);

	return gsl_cdf_tdist_P(z * sqrt(((double)n - 1) / (double)n), (double)n - 1);
}

/* With few runs, or at a high confidence, the tails lie beyond all resampled values. */
#define RESOLVED (2.0 / ESTIMATE_RESAMPLES)

/* The standard error, as if the independent units were drawn from a normal distribution. */
static double standard_error(const struct estimate *e)
{
	double n = (double)e->n;

	return gsl_stats_sd(e->resampled, 1, ESTIMATE_RESAMPLES) * sqrt(n / (n - 1));
}

static double quantile(const struct estimate *e, double share)
{
	return gsl_stats_quantile_from_sorted_data(e->resampled, 1, ESTIMATE_RESAMPLES, share);
}

/* Of the signed-rank test, of ESTIMATE_MIN_ROUNDS of which one is not above (below) the limit. */
#define DOUBT_IN_RANGE (4.0 / (1 << ESTIMATE_MIN_ROUNDS))

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
	if (1 - confidence < DOUBT_IN_RANGE) {
		i.low = fmin(i.low, e->least); /* fmin and fmax ignore NAN */
		i.high = fmax(i.high, e->most);
	}
	i.low = fmin(i.low, e->value - e->resolution);
	i.high = fmax(i.high, e->value + e->resolution);
	return i;
}

/* Of the `outside` resampled values on the wrong side of a limit, `distance` from the estimate. */
static double doubt(const struct estimate *e, size_t outside, double distance, bool in_range)
{
	double share = fmax((double)outside / ESTIMATE_RESAMPLES, RESOLVED), doubt;

	if (share >= 0.5 || distance <= e->resolution)
		return 1;
	doubt = 2 * narrow(share, e->n);
	if (share == RESOLVED)
		doubt = fmin(doubt,
			     2 * gsl_cdf_tdist_Q(distance / standard_error(e), (double)e->n - 1));
	return in_range ? fmax(doubt, DOUBT_IN_RANGE) : doubt;
}

double estimate__doubt_above(const struct estimate *e, double limit)
{
	size_t outside = 0;

	if (!e->resampled)
		return 1;
	while (outside < ESTIMATE_RESAMPLES && e->resampled[outside] <= limit)
		outside++;
	return doubt(e, outside, e->value - limit, limit >= e->least);
}

double estimate__doubt_below(const struct estimate *e, double limit)
{
	size_t outside = 0;

	if (!e->resampled)
		return 1;
	while (outside < ESTIMATE_RESAMPLES &&
	       e->resampled[ESTIMATE_RESAMPLES - 1 - outside] >= limit)
		outside++;
	return doubt(e, outside, limit - e->value, limit <= e->most);
}

double estimate__smallest_visible(const struct estimate *e, double confidence)
{
	struct interval i = estimate__interval(e, confidence);
	double z = gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2);

	/* Half an interval is z standard errors. */
	return (i.high - i.low) / 2 * (1 + gsl_cdf_ugaussian_Pinv(0.8) / z);
}

/* The number of questions with less doubt than this one, or with equal doubt and a lower index. */
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
	/* Once a question stays open, so do all with more doubt. */
	for (size_t i = 0; i < n; i++)
		if (rank_of(doubts, n, i) > first_open)
			allowed[i] = doubt / (double)(n - first_open);
}
