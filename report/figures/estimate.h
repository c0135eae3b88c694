/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Estimates a difference from one measured value per round.
 *
 * The estimate is Hodges and Lehmann's: the median of the means of all pairs. It is nearly as
 * precise as the mean if noise is normal, and barely moves if one round in ten is disturbed (J. L.
 * Hodges, E. L. Lehmann: Estimates of location based on rank tests, 1963). Resampling the rounds
 * (bootstrap) gives its distribution, and the intervals are quantiles of that. With few rounds,
 * bootstrap quantiles are too narrow, so they are widened by the ratio of Student's t to the normal
 * distribution (T. C. Hesterberg: What Teachers Should Know About the Bootstrap, 2015). Where that
 * exceeds the range of the resamples, with few runs per side or many simultaneous questions,
 * Student's interval is used instead, with the bootstrap's standard error.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_ESTIMATE_H
#define HOOKBENCH_REPORT_FIGURES_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

/* The least number of rounds for an interval. */
#define ESTIMATE_MIN_ROUNDS 6
/* The fuzz targets need their speed more than the interval. */
#ifndef ESTIMATE_RESAMPLES
#define ESTIMATE_RESAMPLES 2000
#endif

/* One round's difference, and the run that it belongs to. */
struct round_value {
	double value;
	unsigned int part;
};

struct estimate {
	double value; /* NAN without data */
	/* The number of independent units: runs if there are several, otherwise rounds. */
	size_t n;
	/*
	 * Of ESTIMATE_MIN_ROUNDS of one run, the smallest and the largest value, otherwise NAN.
	 * With so few, resamples say little about the tails: on recordings, their intervals of 95 %
	 * were wrong in 5.8 % of cases. The signed-rank test is exact, and its interval is this
	 * range.
	 */
	double least, most;
	/* Estimates from resampled rounds, sorted; NULL with fewer than ESTIMATE_MIN_ROUNDS. */
	double *resampled; /* ESTIMATE_RESAMPLES of them */
	/*
	 * Resolution of the values, set by the caller: no interval is narrower than this on each
	 * side, and no smaller difference counts.
	 */
	double resolution;
};

struct interval {
	double low, high; /* NAN if there is no interval */
};

/*
 * The median of the means of all pairs of `sorted` (ascending), including each value paired with
 * itself.
 */
double estimate__hodges_lehmann(const double *sorted, size_t n);

/*
 * Makes an estimate from `values`, one per round, grouped by run. Rounds of one run may be more
 * alike than rounds of different boots. With several runs, a resample therefore draws runs first,
 * then rounds within them. The same seed gives the same intervals. 0 or -ENOMEM, logged; free with
 * estimate__free.
 */
int estimate__make(struct estimate *estimate, const struct round_value *values, size_t n,
		   uint64_t seed);
/* The same for a - b, if the two estimates are independent of each other. */
int estimate__subtract(struct estimate *difference, const struct estimate *a,
		       const struct estimate *b, uint64_t seed);
void estimate__free(struct estimate *estimate);

/* confidence: 0 to 1, such as 0.95. */
struct interval estimate__interval(const struct estimate *estimate, double confidence);
/*
 * The doubt that the value lies above (below) a limit: 1 - the confidence of the widest interval
 * that lies entirely on that side. 0.02 if that is the 98 % interval; 1 without an interval.
 */
double estimate__doubt_above(const struct estimate *estimate, double limit);
double estimate__doubt_below(const struct estimate *estimate, double limit);
/*
 * The smallest detectable difference: one that rounds like these would show, by an interval of this
 * confidence that excludes 0, with a probability of 80 %. NAN if there is no interval.
 */
double estimate__smallest_visible(const struct estimate *estimate, double confidence);

/*
 * Holm's correction for n simultaneous questions: sets the doubt allowed for each, so that with a
 * probability of 1 - `doubt` none is answered wrongly. Question i is answered if doubts[i] <=
 * allowed[i].
 */
void estimate__correct(const double *doubts, size_t n, double doubt, double *allowed);

#endif
