/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Latency histogram: log-linear in HdrHistogram's layout, fixed memory, one per worker.
 *
 * Life cycle: histogram__new, histogram__record (any number, one thread), histogram__merge,
 * histogram__cells, histogram__free.
 *
 * Error bound. Values below 2048 have a bucket each. A larger value v, with 2^k <= v < 2^(k+1) and
 * k >= 11, falls into a bucket of width 2^(k-10); as v >= 2^k, the width is at most v / 1024. So a
 * bucket gives its values to better than 0.1 %: three significant digits.
 *
 * Exact values. A histogram may also count distinct values, up to HISTOGRAM_EXACT_VALUES of them. A
 * value seen after the table is full is counted in `untracked`, one beyond the range in `over`. A
 * tracked value that was counted more than `untracked` + `over` times is therefore the most
 * frequent of all, and its count is exact.
 */
#ifndef HOOKBENCH_BENCH_MODEL_HISTOGRAM_H
#define HOOKBENCH_BENCH_MODEL_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_HALF_BITS  10
#define HISTOGRAM_HALF_COUNT (1U << HISTOGRAM_HALF_BITS)
/* The largest value in range: at 5 GHz, 2^45 ticks are almost two hours. */
#define HISTOGRAM_VALUE_BITS   45
#define HISTOGRAM_MAX_VALUE    ((UINT64_C(1) << HISTOGRAM_VALUE_BITS) - 1)
#define HISTOGRAM_BUCKETS      ((HISTOGRAM_VALUE_BITS - HISTOGRAM_HALF_BITS + 1) * HISTOGRAM_HALF_COUNT)
#define HISTOGRAM_EXACT_VALUES 4096U

struct histogram_exact;

struct histogram {
	uint64_t total; /* values recorded, including those over the range */
	uint64_t sum;	/* of the values themselves, not of their buckets; ticks */
	uint64_t min;	/* ticks; UINT64_MAX while empty */
	uint64_t max;	/* ticks; also of values over the range */
	uint64_t over;	/* values above HISTOGRAM_MAX_VALUE: counted here, not in a bucket */
	struct histogram_exact *exact; /* NULL: distinct values are not counted */
	uint64_t counts[HISTOGRAM_BUCKETS];
};

/* A bucket or an exact value that was recorded at least once. */
struct histogram_cell {
	uint64_t value; /* ticks; the lowest value of the bucket */
	uint64_t count;
};

/* The non-empty cells, in ascending order. */
struct histogram_cells {
	bool exact; /* a cell is one value; otherwise a bucket, see histogram__bucket_last */
	size_t n;
	struct histogram_cell *v;
};

/* exact: also counts distinct values. NULL when out of memory. Free with histogram__free. */
struct histogram *histogram__new(bool exact);
void histogram__free(struct histogram *h);
void histogram__reset(struct histogram *h);
/*
 * Adds what `from` recorded to `to`; exact counting is lost unless both have it
 * and `from` had room for every value.
 */
void histogram__merge(struct histogram *to, const struct histogram *from);

/* Internal: counts a distinct value. */
void histogram_exact__add(struct histogram_exact *e, uint64_t value, uint64_t count);

/* The bucket of a value up to HISTOGRAM_MAX_VALUE. */
static inline size_t histogram__bucket(uint64_t value)
{
	/* `| HALF_COUNT` makes every value below 2048 share shift 0. */
	unsigned int msb = 63U - (unsigned int)__builtin_clzll(value | HISTOGRAM_HALF_COUNT);
	unsigned int shift = msb - HISTOGRAM_HALF_BITS;

	return ((size_t)shift << HISTOGRAM_HALF_BITS) + (size_t)(value >> shift);
}

/* The lowest value of a bucket. */
static inline uint64_t histogram__bucket_first(size_t bucket)
{
	size_t half = bucket >> HISTOGRAM_HALF_BITS;
	unsigned int shift = half ? (unsigned int)half - 1 : 0;

	return (uint64_t)(bucket - ((size_t)shift << HISTOGRAM_HALF_BITS)) << shift;
}

/* The highest value that shares a bucket with `value`. */
static inline uint64_t histogram__bucket_last(uint64_t value)
{
	return histogram__bucket_first(histogram__bucket(value) + 1) - 1;
}

/* Records one value in ticks. Inline, no call, no allocation: it runs between operations. */
static inline void histogram__record(struct histogram *h, uint64_t value)
{
	h->total++;
	h->sum += value;
	if (value < h->min)
		h->min = value;
	if (value > h->max)
		h->max = value;
	if (__builtin_expect(value > HISTOGRAM_MAX_VALUE, 0)) {
		h->over++;
		return;
	}
	h->counts[histogram__bucket(value)]++;
	if (h->exact)
		histogram_exact__add(h->exact, value, 1);
}

/*
 * The most frequent value and how often it was seen; of equally frequent values the smallest. True:
 * both are exact. False: distinct values were not counted, or there were too many; then the result
 * is the fullest bucket. {0, 0} if nothing was recorded in range.
 */
bool histogram__mode(const struct histogram *h, struct histogram_cell *mode);
/*
 * The smallest of the common values, each of them seen at least one HISTOGRAM_COMMON-th as often as
 * the mode. Where the instruction count alternates between a few values, which of them is the mode
 * is chance; the shortest path is not. The return value, and the result without exact values, are
 * as for histogram__mode.
 */
#define HISTOGRAM_COMMON 4U
bool histogram__shortest_common(const struct histogram *h, struct histogram_cell *shortest);

/*
 * Whether the values of `b` tend to be larger than those of `a`: the Mann-Whitney rank test, by
 * buckets, as a number of standard errors. 0 if one of them is empty, or all values are in one
 * bucket.
 */
double histogram__rank_test(const struct histogram *a, const struct histogram *b);

/*
 * The cells of `h`: exact values if every distinct value was counted, otherwise buckets.
 * 0, or -ENOMEM with `cells` untouched. Free with histogram_cells__free.
 */
int histogram__cells(const struct histogram *h, struct histogram_cells *cells);
void histogram_cells__free(struct histogram_cells *cells);

/*
 * The smallest value that at least `percent` (0 to 100) of all recorded values do not exceed: as in
 * HdrHistogram, the highest value of the bucket. 0 if there are no cells.
 */
uint64_t histogram_cells__percentile(const struct histogram_cells *cells, double percent);
/*
 * The mean of the fastest of all recorded values, `share` of them (above 0, up to 1), in ticks. A
 * clock that advances by `step` ticks reads as many values longer as shorter than they are: so what
 * is in a cell is taken to lie around its middle, within half a step or half a bucket, whichever is
 * longer, and of the last cell the lower part counts. NAN if there are no cells.
 */
double histogram_cells__fastest(const struct histogram_cells *cells, double share, uint64_t step);
/*
 * The value that `share` (above 0, up to 1) of all recorded values do not exceed, in ticks, with
 * the values of a cell spread over it in the same way. So if all values become larger by less than
 * a step, so does this. NAN if there are no cells.
 */
double histogram_cells__quantile(const struct histogram_cells *cells, double share, uint64_t step);
/* How much of the fastest values, `share` of all, is in one cell, the fullest. NAN without cells.
 */
double histogram_cells__fullest(const struct histogram_cells *cells, double share);

#endif
