// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether the intervals of hookbench can be believed, on the noise of this machine.
 *
 * From the same recordings follow: how often a difference is reported where there is none, how
 * large a delay has to be to be found, how often the interval holds the truth, and how often each
 * of two ways puts two costs into the wrong order.
 *
 * An interval is made of whole operations, whose system calls vary, by the code that is judged. The
 * truth is the mean of their second parts, the delay alone, which hardly vary. It leaves out what a
 * delay does to the system calls around it, which was at most 4 ns where it was measured: intervals
 * that are hardly wider than that may miss the truth for this reason.
 */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "report/figures/estimate.h"
#include "report/figures/summary.h"
#include "tests/bench/calibrate_recording.h"

/* Simulated runs for the coverage. */
#define SIMULATIONS 2000

/*
 * Where the beta distribution reaches p. Bisected, as gsl_cdf_beta_Pinv does not converge for some
 * counts, such as 26 of 2000, and then ends the program.
 */
static double beta_quantile(double p, double a, double b)
{
	double low = 0, high = 1;

	for (int i = 0; i < 50; i++) {
		double middle = (low + high) / 2;

		if (gsl_cdf_beta_P(middle, a, b) < p)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* A share of n cases, with its interval of 95 % (Clopper and Pearson's). */
static struct interval print_share(const char *what, unsigned int k, unsigned int n,
				   const char *wanted)
{
	double low = k ? beta_quantile(0.025, k, n - k + 1) : 0;
	double high = k < n ? beta_quantile(0.975, k + 1, n - k) : 1;

	printf("%-44s %5.1f %% [%.1f %.1f], %u of %u%s%s\n", what, 100.0 * k / n, 100 * low,
	       100 * high, k, n, wanted[0] ? "; wanted: " : "", wanted);
	return (struct interval){ low, high };
}

static int estimate_set(const struct recording *r, size_t set, size_t slot, size_t reference,
			struct estimate *e)
{
	struct round_value values[MAX_ROUNDS];

	for (size_t i = 0; i < r->n_rounds; i++) {
		const struct record *round = r->rounds[set * r->n_rounds + i];

		values[i] = (struct round_value){ round[slot].median - round[reference].median, 0 };
	}
	return estimate__make(e, values, r->n_rounds, set + 1);
}

/* Nothing differs: how often an interval says otherwise. Whether that is as often as it should. */
static bool judge_false_alarms(const struct recording *r)
{
	struct interval share;
	unsigned int alarms = 0;
	double visible = 0;

	for (size_t set = 0; set < r->sets; set++)
		for (size_t pair = 0; pair < PAIRS; pair++) {
			struct interval interval;
			struct estimate e;

			estimate_set(r, set, 2 * pair, 2 * pair + 1, &e);
			interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
			alarms += interval.low > 0 || interval.high < 0;
			visible += estimate__smallest_visible(&e, SUMMARY_CONFIDENCE);
			estimate__free(&e);
		}
	share = print_share("false alarms, none against none", alarms,
			    (unsigned int)(r->sets * PAIRS),
			    "at most 5 %, the interval at most 8 %");
	printf("%-44s %5.1f ns, mean of %zu\n", "smallest visible overhead, as a run tells it",
	       visible / (double)(r->sets * PAIRS), r->sets * PAIRS);
	return share.low <= 1 - SUMMARY_CONFIDENCE;
}

/* What a delay took in a round, beyond what its reference did there. */
static double delay_of_round(const struct recording *r, size_t round, size_t delay)
{
	return r->rounds[round][2 * PAIRS + delay].beside - r->rounds[round][delay].beside;
}

/* The mean of `n` rounds. */
static double delay_of_rounds(const struct recording *r, size_t first, size_t n, size_t delay)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += delay_of_round(r, first + i, delay);
	return sum / (double)n;
}

static double delay_of_all(const struct recording *r, size_t delay)
{
	return delay_of_rounds(r, 0, r->sets * r->n_rounds, delay);
}

/* Of all sets. */
struct delay_count {
	unsigned int found, held;
	double estimate; /* mean */
};

static struct delay_count count_delay(const struct recording *r, size_t delay)
{
	struct delay_count count = { 0 };

	for (size_t set = 0; set < r->sets; set++) {
		double truth = delay_of_rounds(r, set * r->n_rounds, r->n_rounds, delay);
		struct interval interval;
		struct estimate e;

		estimate_set(r, set, 2 * PAIRS + delay, delay, &e);
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		count.found += interval.low > 0;
		count.held += interval.low <= truth && truth <= interval.high;
		count.estimate += e.value / (double)r->sets;
		estimate__free(&e);
	}
	return count;
}

/* Too many are as wrong as too few: then the intervals are wider than they need to be. */
static bool judge_share_held(const char *what, unsigned int held, unsigned int n)
{
	struct interval share = print_share(what, held, n, "93 % to 97 %");

	return share.high >= 0.93 && share.low <= 0.97;
}

/*
 * A delay is there: how often it is found, and how often the interval holds it. Whether that is as
 * often as it should, of all delays together: each has its own reference, so that no trial counts
 * twice.
 */
static bool judge_delays(const struct recording *r)
{
	double least = NAN;
	unsigned int held = 0;

	for (size_t d = DELAYS; d-- > 0;) {
		struct delay_count count = count_delay(r, d);
		char what[64];

		if (count.found >= 0.95 * (double)r->sets)
			least = delay_of_all(r, d);
		held += count.held;
		snprintf(what, sizeof(what), "a delay of %.1f ns is found", delay_of_all(r, d));
		print_share(what, count.found, (unsigned int)r->sets, "");
		print_share("  and lies in the interval", count.held, (unsigned int)r->sets, "");
		printf("%-44s %5.1f ns, mean of %zu\n", "  and is estimated at", count.estimate,
		       r->sets);
	}
	if (isnan(least))
		printf("none of the delays is found in 95 %% of the sets\n");
	else
		printf("%-44s %5.1f ns, of those tried\n",
		       "the smallest that is found in 95 % of the sets", least);
	return judge_share_held("coverage, of all these delays", held,
				(unsigned int)(r->sets * DELAYS));
}

/*
 * What rounds differ by beyond their delays, less its own median, which a finite number has by
 * chance. Not the differences of equal trials: a clock that advances in steps makes these multiples
 * of its step, and so the truth one of the few values at which the bounds of an interval can lie.
 * Where every tenth bound lies on the truth, an interval of 95 % holds it in 98 % of cases.
 */
static double *noise_of_rounds(const struct recording *r, size_t *n)
{
	double *noise = calloc(r->sets * r->n_rounds * DELAYS, sizeof(*noise)), centre;

	*n = 0;
	for (size_t i = 0; noise && i < r->sets * r->n_rounds; i++)
		for (size_t d = 0; d < DELAYS; d++)
			noise[(*n)++] = r->rounds[i][2 * PAIRS + d].median -
					r->rounds[i][d].median - delay_of_round(r, i, d);
	if (!noise)
		return NULL;
	gsl_sort(noise, 1, *n);
	centre = estimate__hodges_lehmann(noise, *n);
	for (size_t i = 0; i < *n; i++)
		noise[i] -= centre;
	return noise;
}

/* Rounds drawn from the noise of all rounds of all sets, plus a known difference. */
static bool judge_coverage(const struct recording *r)
{
	size_t n;
	double *noise = noise_of_rounds(r, &n);
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned int held = 0;
	const double truth = 42;

	if (!noise)
		return false;
	for (unsigned int k = 0; k < SIMULATIONS; k++) {
		struct round_value values[MAX_ROUNDS];
		struct interval interval;
		struct estimate e;

		for (size_t i = 0; i < r->n_rounds; i++)
			values[i] =
				(struct round_value){ truth + noise[gsl_rng_uniform_int(rng, n)],
						      0 };
		estimate__make(&e, values, r->n_rounds, k + 1);
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		held += interval.low <= truth && truth <= interval.high;
		estimate__free(&e);
	}
	free(noise);
	gsl_rng_free(rng);
	return judge_share_held("coverage, simulated with this noise", held, SIMULATIONS);
}

/*
 * The usual way: five ticks of one program, one after the other, then five of the next, and the
 * mean of each. From the same recordings: a set takes about ten seconds, of which the first half
 * gives one program's ticks and the second half the other's. A tick is made of the trials that lie
 * in its second.
 */
static double mean_of_ticks(const struct recording *r, size_t set, size_t slot, size_t first)
{
	double sum = 0;

	for (size_t i = 0; i < r->n_rounds / 2; i++)
		sum += r->rounds[set * r->n_rounds + first + i][slot].mean;
	return sum / (double)(r->n_rounds / 2);
}

static void judge_orders(const struct recording *r)
{
	printf("\nTwo costs in the wrong order (of %zu sets each):\n", r->sets);
	printf("%24s %26s %26s\n", "true difference", "five ticks in sequence",
	       "rounds, estimated");
	for (size_t d = 0; d < DELAYS; d++) {
		unsigned int by_ticks = 0, by_rounds = 0;

		for (size_t set = 0; set < r->sets; set++) {
			size_t slot = 2 * PAIRS + d;
			struct estimate e;

			/* Who is first alternates: a drift then errs either way. */
			by_ticks += mean_of_ticks(r, set, slot, set % 2 ? r->n_rounds / 2 : 0) <=
				    mean_of_ticks(r, set, d, set % 2 ? 0 : r->n_rounds / 2);
			estimate_set(r, set, slot, d, &e);
			by_rounds += e.value <= 0;
			estimate__free(&e);
		}
		printf("%21.1f ns %24.1f %% %24.1f %%\n", delay_of_all(r, d),
		       100.0 * by_ticks / (double)r->sets, 100.0 * by_rounds / (double)r->sets);
	}
}

int main(int argc, char **argv)
{
	struct recording r = {
		.sets = argc > 1 ? strtoul(argv[1], NULL, 10) : 100,
		.n_rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : MAX_ROUNDS,
	};
	uint64_t started = clock__monotonic_ns();
	bool is_as_wanted;
	int err;

	interrupt__install();
	if (!r.sets || r.sets > 100000 || r.n_rounds < 2 || r.n_rounds > MAX_ROUNDS) {
		log__error("calibrate takes a number of sets, such as 100, and of rounds, 2 to %d",
			   MAX_ROUNDS);
		return 2;
	}
	r.rounds = calloc(r.sets * r.n_rounds, sizeof(*r.rounds));
	err = r.rounds ? recording__make(&r) : log__out_of_memory();
	interrupt__die();
	if (err)
		return 2;
	printf("%zu sets of %zu rounds of %d trials of %d operations, %.0f s\n\n", r.sets,
	       r.n_rounds, SLOTS, CYCLES, (double)(clock__monotonic_ns() - started) / 1e9);
	is_as_wanted = judge_false_alarms(&r);
	is_as_wanted &= judge_coverage(&r);
	is_as_wanted &= judge_delays(&r);
	judge_orders(&r);
	free(r.rounds);
	if (!is_as_wanted)
		printf("\nThe intervals are not what they claim to be on this machine.\n");
	return is_as_wanted ? 0 : 1;
}
