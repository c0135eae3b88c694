// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/peers.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define ALPHA	  0.05
#define MAX_PARTS (2 * RECORDING_MAX_ROUNDS)

/*
 * hyperfine's "1.02 ± 0.03 times faster": the ratio of the means, with what follows for it from the
 * standard deviations of the runs. A reader takes it for a difference if 1 is outside.
 */
static bool ratio_differs(const double *a, const double *b, size_t n)
{
	double mean_a = gsl_stats_mean(a, 1, n), mean_b = gsl_stats_mean(b, 1, n);
	double off_a = gsl_stats_sd(a, 1, n) / mean_a, off_b = gsl_stats_sd(b, 1, n) / mean_b;
	double ratio = mean_b / mean_a;

	return fabs(ratio - 1) > ratio * sqrt(off_a * off_a + off_b * off_b);
}

/*
 * Mann and Whitney's U test, two-sided, as Google Benchmark's compare.py and benchstat have it. By
 * the normal distribution, corrected for continuity, which is accurate enough for 9 against 9.
 */
static bool u_test(const double *a, const double *b, size_t n)
{
	double u = 0, mean = (double)(n * n) / 2;
	double deviation = sqrt((double)(n * n) * (double)(2 * n + 1) / 12);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			u += a[i] < b[k] ? 1 : a[i] == b[k] ? 0.5 : 0;
	return gsl_cdf_ugaussian_Q((fabs(u - mean) - 0.5) / deviation) * 2 < ALPHA;
}

const struct peer peers[] = {
	{ "the kernel's bench: 5 ticks", 5, NULL },
	{ "hyperfine: mean, deviation", 0, ratio_differs },
	{ "Google Benchmark: 9, U test", 9, u_test },
	{ "benchstat: 10, U test", 10, u_test },
	{ .name = NULL },
};

/* The mean of the operations of all trials in a part of the rounds, of both slots of a pair. */
static double mean_of_part(const struct recorded_set *set, size_t pair, size_t first, size_t end)
{
	double ns = 0, operations = 0;

	for (size_t i = first; i < end; i++)
		for (size_t k = 0; k < 2; k++) {
			const struct recorded_trial *t = recorded_set__trial(set, i, 2 * pair + k);

			ns += (double)t->sum_ns;
			operations += (double)t->operations;
		}
	return ns / operations;
}

/* The means of the parts of one half; how many. */
static size_t fill_parts(const struct peer *peer, const struct recorded_set *set, size_t pair,
			 bool second, double *means)
{
	size_t half = set->rounds / 2, start = second ? set->rounds - half : 0;
	size_t parts = peer->parts && peer->parts < half ? peer->parts : half;

	for (size_t i = 0; i < parts; i++)
		means[i] = mean_of_part(set, pair, start + i * half / parts,
					start + (i + 1) * half / parts);
	return parts;
}

void peer__count(const struct peer *peer, const struct recording *r, uint64_t cycles,
		 double delay_ns, struct peer_count *count)
{
	*count = (struct peer_count){ .n = 0 };
	for (size_t i = 0; i < r->n; i++)
		for (size_t pair = 0; r->sets[i].cycles == cycles && pair < PAIRS; pair++) {
			double a[MAX_PARTS], b[MAX_PARTS];
			/* Who is first alternates: a drift then errs either way. */
			bool turned = (i + pair) % 2;
			size_t n = fill_parts(peer, &r->sets[i], pair, turned, a);
			bool right, seen;

			fill_parts(peer, &r->sets[i], pair, !turned, b);
			for (size_t k = 0; k < n; k++)
				b[k] += delay_ns;
			right = gsl_stats_mean(b, 1, n) > gsl_stats_mean(a, 1, n);
			seen = peer->sees && peer->sees(a, b, n);
			count->n++;
			count->right += right;
			count->seen += seen && (right || delay_ns == 0);
		}
}
