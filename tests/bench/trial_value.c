// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/trial_value.h"

#include <math.h>

/* Rounds of expectation and maximization: the humps hardly move after these. */
#define EM_ROUNDS 30
/* Both keep at least this much of the operations, so that none shrinks to a single value. */
#define EM_LEAST_SHARE 0.02

double trial_value__quantile(const struct recorded_trial *t, double share)
{
	return histogram_cells__quantile(&t->cells, share, 1);
}

double trial_value__fastest(const struct recorded_trial *t, double share)
{
	return histogram_cells__fastest(&t->cells, share, 1);
}

double trial_value__median_read(const struct recorded_trial *t)
{
	uint64_t wanted = (t->operations + 1) / 2, seen = 0;

	for (size_t i = 0; i < t->cells.n; i++) {
		seen += t->cells.v[i].count;
		if (seen >= wanted)
			return (double)t->cells.v[i].value;
	}
	return NAN;
}

double trial_value__median(const struct recorded_trial *t)
{
	return trial_value__quantile(t, 0.5);
}

double trial_value__mean(const struct recorded_trial *t)
{
	return trial_value__fastest(t, 1);
}

double trial_value__p10(const struct recorded_trial *t)
{
	return trial_value__quantile(t, 0.1);
}

double trial_value__p25(const struct recorded_trial *t)
{
	return trial_value__quantile(t, 0.25);
}

double trial_value__fastest_tenth(const struct recorded_trial *t)
{
	return trial_value__fastest(t, 0.1);
}

double trial_value__fastest_quarter(const struct recorded_trial *t)
{
	return trial_value__fastest(t, 0.25);
}

double trial_value__fastest_half(const struct recorded_trial *t)
{
	return trial_value__fastest(t, 0.5);
}

double trial_value__fastest_nine_tenths(const struct recorded_trial *t)
{
	return trial_value__fastest(t, 0.9);
}

double trial_value__half_sample_mode(const struct recorded_trial *t)
{
	double low = 0, high = 1;

	/* By quantiles: from `low`, half of what is left, wherever that is narrowest. */
	while ((high - low) * (double)t->operations > 16) {
		double half = (high - low) / 2, best = low, least = INFINITY;

		for (int i = 0; i <= 20; i++) {
			double start = low + half * i / 20;
			double width = trial_value__quantile(t, start + half) -
				       trial_value__quantile(t, start);

			if (width < least) {
				least = width;
				best = start;
			}
		}
		low = best;
		high = best + half;
	}
	return trial_value__quantile(t, (low + high) / 2);
}

struct hump {
	double share, mean, deviation;
};

static double density(const struct hump *h, double x)
{
	double z = (x - h->mean) / h->deviation;

	return h->share / h->deviation * exp(-z * z / 2);
}

/* Of the operations up to `most`: what of each belongs to which hump, and what these then are. */
static void improve_humps(const struct recorded_trial *t, double most, struct hump humps[2])
{
	double n[2] = { 0 }, sum[2] = { 0 }, squares[2] = { 0 };

	for (size_t i = 0; i < t->cells.n && (double)t->cells.v[i].value <= most; i++) {
		double x = (double)t->cells.v[i].value, low = density(&humps[0], x);
		double all = low + density(&humps[1], x), count = (double)t->cells.v[i].count;
		double shares[2] = { all > 0 ? low / all : 0.5, all > 0 ? 1 - low / all : 0.5 };

		for (int k = 0; k < 2; k++) {
			double weight = shares[k] * count, off = x - humps[k].mean;

			n[k] += weight;
			sum[k] += weight * x;
			squares[k] += weight * off * off;
		}
	}
	for (int k = 0; k < 2; k++) {
		if (n[k] < EM_LEAST_SHARE * (n[0] + n[1]))
			continue;
		humps[k].share = n[k] / (n[0] + n[1]);
		humps[k].mean = sum[k] / n[k];
		humps[k].deviation = sqrt(squares[k] / n[k]) + 0.5;
	}
}

double trial_value__lower_hump(const struct recorded_trial *t)
{
	double low = trial_value__quantile(t, 0.2), high = trial_value__quantile(t, 0.8);
	double width = (high - low) / 2 + 1;
	struct hump humps[2] = { { 0.5, low, width }, { 0.5, high, width } };

	for (int i = 0; i < EM_ROUNDS; i++)
		improve_humps(t, trial_value__quantile(t, 0.97), humps);
	return fmin(humps[0].mean, humps[1].mean);
}
