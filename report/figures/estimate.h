/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a number of differences, one a round, say about the difference itself.
 *
 * The estimate is Hodges and Lehmann's: the median of the means of all pairs. It is nearly as
 * precise as the mean where noise is normal, and hardly moves where a round in ten was disturbed
 * (J. L. Hodges, E. L. Lehmann: Estimates of location based on rank tests, 1963). Its distribution
 * is found by drawing rounds anew (bootstrap), and intervals are read off it. As quantiles of a
 * bootstrap are too narrow with few rounds, they are taken further out, by as much as Student's t
 * is wider than the normal distribution (T. C. Hesterberg: What Teachers Should Know About the
 * Bootstrap, 2015). Where that is further than resamples tell, with a few runs a side or many
 * questions at once, Student's interval takes over, with the bootstrap's standard error.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_ESTIMATE_H
#define HOOKBENCH_REPORT_FIGURES_ESTIMATE_H

#include <stddef.h>
#include <stdint.h>

/* With fewer rounds there is no interval. */
#define ESTIMATE_MIN_ROUNDS 6
#define ESTIMATE_RESAMPLES  2000

/* One round's difference, and which of several runs it belongs to. */
struct round_value {
	double value;
	unsigned int part;
};

struct estimate {
	double value; /* NAN without any data */
	/* What is independent of each other: runs if there are several, otherwise rounds. */
	size_t n;
	/* What other rounds would have given: sorted; NULL with fewer than ESTIMATE_MIN_ROUNDS. */
	double *resampled; /* ESTIMATE_RESAMPLES of them */
	/*
	 * How well the values are told apart, set by who knows: no interval is narrower than this
	 * on each side, and nothing that is smaller differs.
	 */
	double resolution;
};

struct interval {
	double low, high; /* NAN if there is none */
};

/* The median of the means of all pairs of `sorted`, rising, each value with itself too. */
double estimate__hodges_lehmann(const double *sorted, size_t n);

/*
 * From `values`, one a round, those of one run together. Rounds of one run may be more alike than
 * those of another boot: from several runs, runs are drawn first and then rounds in them. The same
 * seed gives the same intervals. 0 or -ENOMEM, logged; free with estimate__free.
 */
int estimate__make(struct estimate *estimate, const struct round_value *values, size_t n,
		   uint64_t seed);
/* a - b, of estimates that are independent of each other. The same otherwise. */
int estimate__subtract(struct estimate *difference, const struct estimate *a,
		       const struct estimate *b, uint64_t seed);
void estimate__free(struct estimate *estimate);

/* confidence: 0 to 1, such as 0.95. */
struct interval estimate__interval(const struct estimate *estimate, double confidence);
/*
 * The least confidence that is missing from an interval that has all its values above (below) a
 * limit: 0.02 if the interval of 98 % is the widest that has. 1 without an interval.
 */
double estimate__doubt_above(const struct estimate *estimate, double limit);
double estimate__doubt_below(const struct estimate *estimate, double limit);
/*
 * The smallest difference that rounds like these would have shown, by an interval of this
 * confidence that does not contain 0, four times in five. NAN if there is no interval.
 */
double estimate__smallest_visible(const struct estimate *estimate, double confidence);

/*
 * Holm's correction for n questions that are answered at once: the doubt that is allowed for each,
 * so that with a probability of 1 - `doubt` none is answered wrongly. Question i is answered if
 * doubts[i] <= allowed[i].
 */
void estimate__correct(const double *doubts, size_t n, double doubt, double *allowed);

#endif
