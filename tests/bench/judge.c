// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/judge.h"

#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/figures/precision.h"
#include "report/figures/summary.h"
#include "tests/bench/drawn_pairs.h"
#include "tests/bench/power.h"
#include "tests/bench/share.h"

#define NO_MORE_BY_CHANCE "no more than 5 % by chance"
/* Simulated runs for the coverage. */
#define SIMULATIONS 2000

/* Returns the interval of the share. */
static struct interval print_share(const char *what, unsigned int k, unsigned int n,
				   const char *wanted)
{
	struct interval share = share__interval(k, n);

	printf("%-44s %5.1f %% [%.1f %.1f], %u of %u%s%s\n", what, 100.0 * k / n, 100 * share.low,
	       100 * share.high, k, n, wanted[0] ? "; wanted: " : "", wanted);
	return share;
}

static double step_ns(const struct recording *r)
{
	return (double)r->machine.step_ps / 1000;
}

static int estimate_set(const struct judged *j, size_t set, size_t slot, size_t reference,
			struct estimate *e)
{
	return estimator__estimate(j->estimator, &j->recording->sets[set], slot, reference,
				   step_ns(j->recording), set + 1, e);
}

static bool is_alarm(const struct judged *j, size_t set, size_t slot, size_t reference,
		     double *visible)
{
	struct interval interval;
	struct estimate e;

	estimate_set(j, set, slot, reference, &e);
	interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
	*visible += estimate__smallest_visible(&e, SUMMARY_CONFIDENCE);
	estimate__free(&e);
	return interval.low > 0 || interval.high < 0;
}

/*
 * Of all pairs of equal trials, not only of those that have no trial in common: these are not
 * independent of each other, but sets are, so that these give the interval.
 */
static struct interval print_alarms_of_all_pairs(const struct judged *j)
{
	const size_t sets = j->recording->n, pairs = PAIRS * (2 * PAIRS - 1);
	double sum = 0, squares = 0, visible = 0, mean, error;
	struct interval share;

	for (size_t set = 0; set < sets; set++) {
		double alarms = 0;

		for (size_t a = 0; a < 2 * PAIRS; a++)
			for (size_t b = a + 1; b < 2 * PAIRS; b++)
				alarms += is_alarm(j, set, a, b, &visible) / (double)pairs;
		sum += alarms;
		squares += alarms * alarms;
	}
	mean = sum / (double)sets;
	error = sqrt((squares / (double)sets - mean * mean) / (double)sets);
	share = (struct interval){ fmax(mean - 1.96 * error, 0), mean + 1.96 * error };
	printf("%-44s %5.1f %% [%.1f %.1f], of %zu; wanted: %s\n",
	       "false alarms, each none against each", 100 * mean, 100 * share.low,
	       100 * share.high, sets * pairs, NO_MORE_BY_CHANCE);
	return share;
}

/* Of these the share is known best: drawn_pairs.h says why. */
static bool judge_drawn_pairs(const struct judged *j)
{
	struct drawn_alarms alarms;

	if (drawn_pairs__alarms(j->recording, j->estimator, 1, &alarms))
		return false;
	printf("%-44s %5.1f %% [%.1f %.1f], of %zu; wanted: %s\n", "false alarms, pairs drawn anew",
	       100 * alarms.share, 100 * alarms.interval.low, 100 * alarms.interval.high,
	       j->recording->n * DRAWN_ASSIGNMENTS * PAIRS, SHARE_ALARMS_WANTED);
	return share__is_of_alarms(alarms.interval);
}

/* Nothing differs: how often an interval says otherwise. Whether that is as often as it should. */
static bool judge_false_alarms(const struct judged *j)
{
	const size_t sets = j->recording->n;
	struct interval share, of_all;
	unsigned int alarms = 0;
	double visible = 0;
	bool is_as_wanted;

	for (size_t set = 0; set < sets; set++)
		for (size_t pair = 0; pair < PAIRS; pair++)
			alarms += is_alarm(j, set, 2 * pair, 2 * pair + 1, &visible);
	share = print_share("false alarms, none against none", alarms, (unsigned int)(sets * PAIRS),
			    NO_MORE_BY_CHANCE);
	of_all = print_alarms_of_all_pairs(j);
	is_as_wanted = judge_drawn_pairs(j);
	printf("%-44s %5.1f ns, mean of %zu\n", "smallest visible overhead, as a run tells it",
	       visible / (double)(sets * PAIRS), sets * PAIRS);
	return is_as_wanted && fmax(share.low, of_all.low) <= 1 - SUMMARY_CONFIDENCE;
}

static double delay_of_all(const struct recording *r, size_t delay)
{
	double sum = 0;

	for (size_t i = 0; i < r->n; i++)
		sum += power__true_delay(&r->sets[i], delay);
	return sum / (double)r->n;
}

/* Of all sets. */
struct delay_count {
	unsigned int found, held;
	unsigned int limited; /* by the step of the clock */
	double estimate;      /* mean */
};

static struct delay_count count_delay(const struct judged *j, size_t delay)
{
	const struct recording *r = j->recording;
	struct delay_count count = { 0 };

	for (size_t set = 0; set < r->n; set++) {
		double truth = power__true_delay(&r->sets[set], delay);
		struct interval interval;
		struct estimate e;

		estimate_set(j, set, 2 * PAIRS + delay, delay, &e);
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		count.found += interval.low > 0;
		count.held += interval.low <= truth && truth <= interval.high;
		count.limited += e.resolution > 0;
		count.estimate += e.value / (double)r->n;
		estimate__free(&e);
	}
	return count;
}

static bool judge_share_held(const char *what, unsigned int held, unsigned int n, bool is_limited)
{
	return share__is_coverage(
		print_share(what, held, n, is_limited ? SHARE_STEP_WANTED : SHARE_COVERAGE_WANTED),
		is_limited);
}

/*
 * A delay is there: how often it is found, and how often the interval holds it. Whether that is as
 * often as it should, of all delays together: each has its own reference, so that no trial counts
 * twice.
 */
static bool judge_delays(const struct judged *j, bool *sees_something)
{
	const struct recording *r = j->recording;
	double least = NAN;
	unsigned int held = 0, limited = 0, n = (unsigned int)(r->n * DELAYS);

	for (size_t d = DELAYS; d-- > 0;) {
		struct delay_count count = count_delay(j, d);
		char what[64];

		if (count.found >= 0.95 * (double)r->n)
			least = delay_of_all(r, d);
		held += count.held;
		limited += count.limited;
		snprintf(what, sizeof(what), "a delay of %.1f ns is found", delay_of_all(r, d));
		print_share(what, count.found, (unsigned int)r->n, "");
		print_share("  and lies in the interval", count.held, (unsigned int)r->n, "");
		printf("%-44s %5.1f ns, mean of %zu\n", "  and is estimated at", count.estimate,
		       r->n);
	}
	*sees_something = !isnan(least);
	if (isnan(least))
		printf("none of the delays is found in 95 %% of the sets\n");
	else
		printf("%-44s %5.1f ns, of those tried\n",
		       "the smallest that is found in 95 % of the sets", least);
	return judge_share_held("coverage, of all these delays", held, n, 2 * limited > n);
}

/*
 * What rounds differ by beyond their delays, less its own median, which a finite number has by
 * chance. Not the differences of equal trials: a clock that advances in steps makes these multiples
 * of its step, and so the truth one of the few values at which the bounds of an interval can lie.
 * Where every tenth bound lies on the truth, an interval of 95 % holds it in 98 % of cases.
 */
static double *noise_of_rounds(const struct judged *j, size_t *n)
{
	const struct recording *r = j->recording;
	double *noise, centre;
	size_t rounds = 0;

	for (size_t i = 0; i < r->n; i++)
		rounds += r->sets[i].rounds;
	*n = 0;
	noise = calloc(rounds * DELAYS + 1, sizeof(*noise));
	for (size_t i = 0; noise && i < r->n; i++)
		for (size_t d = 0; d < DELAYS; d++) {
			const struct recorded_set *set = &r->sets[i];
			double differences[RECORDING_MAX_ROUNDS];
			double delay = power__true_delay(set, d);

			j->estimator->pair(set, 2 * PAIRS + d, d, j->estimator->value, differences);
			for (size_t k = 0; k < set->rounds; k++)
				noise[(*n)++] = differences[k] * step_ns(r) - delay;
		}
	if (!noise)
		return NULL;
	gsl_sort(noise, 1, *n);
	centre = estimate__hodges_lehmann(noise, *n);
	for (size_t i = 0; i < *n; i++)
		noise[i] -= centre;
	return noise;
}

/* Simulated runs with --precision, and how many rounds they may have. */
#define STOPPED_SIMULATIONS 500
#define STOPPED_ROUNDS	    80

static struct interval interval_of_drawn(const struct round_value *values, size_t n, uint64_t seed)
{
	struct interval interval;
	struct estimate e;

	estimate__make(&e, values, n, seed);
	interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
	estimate__free(&e);
	return interval;
}

static double half_width(struct interval interval)
{
	return (interval.high - interval.low) / 2;
}

/* Adds rounds as a run with --precision does, until half the width is that; how many. */
static size_t draw_until(double wanted, const double *noise, size_t n, gsl_rng *rng, uint64_t seed,
			 struct interval *interval)
{
	struct round_value values[STOPPED_ROUNDS];

	for (size_t rounds = 1; rounds <= STOPPED_ROUNDS; rounds++) {
		values[rounds - 1] = (struct round_value){ noise[gsl_rng_uniform_int(rng, n)], 0 };
		if (rounds < PRECISION_MIN_ROUNDS || rounds % (rounds / PRECISION_MIN_ROUNDS))
			continue;
		*interval = interval_of_drawn(values, rounds, seed);
		if (half_width(*interval) <= wanted)
			return rounds;
	}
	return STOPPED_ROUNDS;
}

/*
 * A run that ends when its interval is narrow ends with one that is narrow by chance: whether it
 * still holds the truth as often. Wanted is what 30 rounds give.
 */
static bool judge_stopping(const double *noise, size_t n, gsl_rng *rng)
{
	struct round_value values[30];
	unsigned int held = 0;
	double wanted = 0, rounds = 0;

	for (unsigned int k = 0; k < 50; k++) {
		for (size_t i = 0; i < 30; i++)
			values[i] = (struct round_value){ noise[gsl_rng_uniform_int(rng, n)], 0 };
		wanted += half_width(interval_of_drawn(values, 30, k + 1)) / 50;
	}
	for (unsigned int k = 0; k < STOPPED_SIMULATIONS; k++) {
		struct interval interval = { NAN, NAN };

		rounds += (double)draw_until(wanted, noise, n, rng, k + 1, &interval) /
			  STOPPED_SIMULATIONS;
		held += interval.low <= 0 && interval.high >= 0;
	}
	printf("%-44s %5.1f ns, after %.1f rounds\n", "--precision, as 30 rounds give it", wanted,
	       rounds);
	return judge_share_held("coverage, stopped by it", held, STOPPED_SIMULATIONS, false);
}

/* Rounds drawn from the noise of all rounds of all sets, plus a known difference. */
static bool judge_coverage(const struct judged *j)
{
	size_t n, rounds = recording__rounds(j->recording, j->recording->sets[0].cycles).median;
	double *noise = noise_of_rounds(j, &n);
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned int held = 0;
	const double truth = 42;
	bool is_as_wanted;

	if (!noise || !rng) {
		free(noise);
		gsl_rng_free(rng);
		return false;
	}

	for (unsigned int k = 0; k < SIMULATIONS; k++) {
		struct round_value values[RECORDING_MAX_ROUNDS];
		struct interval interval;
		struct estimate e;

		for (size_t i = 0; i < rounds; i++)
			values[i] =
				(struct round_value){ truth + noise[gsl_rng_uniform_int(rng, n)],
						      0 };
		estimate__make(&e, values, rounds, k + 1);
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		held += interval.low <= truth && truth <= interval.high;
		estimate__free(&e);
	}
	is_as_wanted =
		judge_share_held("coverage, simulated with this noise", held, SIMULATIONS, false);
	is_as_wanted &= judge_stopping(noise, n, rng);
	gsl_rng_free(rng);
	free(noise);
	return is_as_wanted;
}

struct judgement judge__estimator(const struct judged *j)
{
	const uint64_t cycles = j->recording->sets[0].cycles;
	struct recorded_rounds rounds = recording__rounds(j->recording, cycles);
	struct judgement result;
	char text[48];

	recorded_rounds__format(&rounds, text);
	printf("\nIntervals of the %s, %zu sets of %s rounds of %d trials of %" PRIu64
	       " operations:\n",
	       j->estimator->name, j->recording->n, text, SLOTS, cycles);
	result.is_as_claimed = judge_false_alarms(j);
	result.is_as_claimed &= judge_coverage(j);
	result.is_as_claimed &= judge_delays(j, &result.sees_something);
	return result;
}
