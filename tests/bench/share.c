// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/share.h"

#include <gsl/gsl_cdf.h>

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

struct interval share__interval(unsigned int k, unsigned int n)
{
	return (struct interval){
		k ? beta_quantile(0.025, k, n - k + 1) : 0,
		k < n ? beta_quantile(0.975, k + 1, n - k) : 1,
	};
}

bool share__is_of_alarms(struct interval share)
{
	return share.low <= 0.05 && share.high <= 0.08;
}

bool share__is_coverage(struct interval share, bool is_limited_by_step)
{
	return share.high >= 0.93 && (share.low <= 0.97 || is_limited_by_step);
}
