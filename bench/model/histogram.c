// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/histogram.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Open addressing needs free places to stop at: twice as many places as values. */
#define EXACT_PLACES (2 * HISTOGRAM_EXACT_VALUES)

struct histogram_exact {
	uint64_t untracked;
	size_t used;
	struct histogram_cell places[EXACT_PLACES]; /* count 0: free */
};

struct histogram *histogram__new(bool exact)
{
	struct histogram *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	if (exact) {
		h->exact = calloc(1, sizeof(*h->exact));
		if (!h->exact) {
			free(h);
			return NULL;
		}
	}
	histogram__reset(h);
	return h;
}

void histogram__free(struct histogram *h)
{
	if (h)
		free(h->exact);
	free(h);
}

/* Writes every page, so that recording never faults one in. */
void histogram__reset(struct histogram *h)
{
	struct histogram_exact *exact = h->exact;

	memset(h, 0, sizeof(*h));
	h->min = UINT64_MAX;
	h->exact = exact;
	if (exact)
		memset(exact, 0, sizeof(*exact));
}

void histogram_exact__add(struct histogram_exact *e, uint64_t value, uint64_t count)
{
	/* Fibonacci hashing: the high bits of the product depend on every bit of the value. */
	size_t place = (size_t)((value * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % EXACT_PLACES;

	while (e->places[place].count && e->places[place].value != value)
		place = (place + 1) % EXACT_PLACES;
	if (!e->places[place].count) {
		if (e->used == HISTOGRAM_EXACT_VALUES) {
			e->untracked += count;
			return;
		}
		e->used++;
		e->places[place].value = value;
	}
	e->places[place].count += count;
}

static void exact__merge(struct histogram_exact *to, const struct histogram_exact *from)
{
	for (size_t i = 0; i < EXACT_PLACES; i++)
		if (from->places[i].count)
			histogram_exact__add(to, from->places[i].value, from->places[i].count);
}

void histogram__merge(struct histogram *to, const struct histogram *from)
{
	to->total += from->total;
	to->sum += from->sum;
	to->over += from->over;
	if (from->min < to->min)
		to->min = from->min;
	if (from->max > to->max)
		to->max = from->max;
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		to->counts[i] += from->counts[i];
	/* A value that `from` had no room for could be one that `to` has counted. */
	if (to->exact && from->exact && !from->exact->untracked) {
		exact__merge(to->exact, from->exact);
	} else {
		free(to->exact);
		to->exact = NULL;
	}
}

static int cell__compare(const void *a, const void *b)
{
	const struct histogram_cell *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static size_t exact__fill(const struct histogram_exact *e, struct histogram_cell *v)
{
	size_t n = 0;

	for (size_t i = 0; i < EXACT_PLACES; i++)
		if (e->places[i].count)
			v[n++] = e->places[i];
	qsort(v, n, sizeof(*v), cell__compare);
	return n;
}

static size_t buckets__fill(const struct histogram *h, struct histogram_cell *v)
{
	size_t n = 0;

	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (h->counts[i])
			v[n++] =
				(struct histogram_cell){ histogram__bucket_first(i), h->counts[i] };
	return n;
}

static size_t buckets__used(const struct histogram *h)
{
	size_t n = 0;

	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		n += h->counts[i] != 0;
	return n;
}

int histogram__cells(const struct histogram *h, struct histogram_cells *cells)
{
	bool exact = h->exact && !h->exact->untracked;
	size_t n = exact ? h->exact->used : buckets__used(h);
	struct histogram_cell *v = calloc(n ? n : 1, sizeof(*v));

	if (!v)
		return -ENOMEM;
	cells->exact = exact;
	cells->n = exact ? exact__fill(h->exact, v) : buckets__fill(h, v);
	cells->v = v;
	return 0;
}

double histogram__rank_test(const struct histogram *a, const struct histogram *b)
{
	double n_a = 0, n_b = 0, below = 0, wins = 0, ties = 0, n, variance;

	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		double in_a = (double)a->counts[i], in_b = (double)b->counts[i], both = in_a + in_b;

		/*
		 * Each value of b wins against all lower values of a, and half against equal ones.
		 */
		wins += in_b * (below + in_a / 2);
		below += in_a;
		ties += both * both * both - both;
		n_a += in_a;
		n_b += in_b;
	}
	n = n_a + n_b;
	if (!n_a || !n_b)
		return 0;
	variance = n_a * n_b / 12 * (n + 1 - ties / (n * (n - 1)));
	return variance > 0 ? (wins - n_a * n_b / 2) / sqrt(variance) : 0;
}

void histogram_cells__free(struct histogram_cells *cells)
{
	free(cells->v);
	*cells = (struct histogram_cells){ 0 };
}

/* `a` is more frequent than `b`, or as frequent and smaller. */
static bool cell__beats(struct histogram_cell a, struct histogram_cell b)
{
	return a.count > b.count || (a.count && a.count == b.count && a.value < b.value);
}

static struct histogram_cell exact__mode(const struct histogram_exact *e)
{
	struct histogram_cell mode = { 0, 0 };

	for (size_t i = 0; i < EXACT_PLACES; i++)
		if (cell__beats(e->places[i], mode))
			mode = e->places[i];
	return mode;
}

bool histogram__mode(const struct histogram *h, struct histogram_cell *mode)
{
	*mode = (struct histogram_cell){ 0, 0 };
	if (h->exact) {
		struct histogram_cell exact = exact__mode(h->exact);

		if (exact.count > h->exact->untracked + h->over) {
			*mode = exact;
			return true;
		}
	}
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		struct histogram_cell bucket = { histogram__bucket_first(i), h->counts[i] };

		if (cell__beats(bucket, *mode))
			*mode = bucket;
	}
	return false;
}

bool histogram__shortest_common(const struct histogram *h, struct histogram_cell *shortest)
{
	bool exact = histogram__mode(h, shortest);
	uint64_t most = shortest->count;

	/* The untracked values may all be the same one, and the smallest. */
	if (!exact || h->exact->untracked * HISTOGRAM_COMMON >= most)
		return false;
	for (size_t i = 0; i < EXACT_PLACES; i++) {
		struct histogram_cell place = h->exact->places[i];

		if (place.count * HISTOGRAM_COMMON >= most && place.value < shortest->value)
			*shortest = place;
	}
	return true;
}

uint64_t histogram_cells__percentile(const struct histogram_cells *cells, double percent)
{
	uint64_t total = 0, seen = 0, wanted;

	for (size_t i = 0; i < cells->n; i++)
		total += cells->v[i].count;
	/* The next smaller number: 99.9 % of 1000 is 999, though 99.9 is a little more in binary.
	 */
	wanted = (uint64_t)ceil(nextafter(percent, -INFINITY) / 100.0 * (double)total);
	for (size_t i = 0; i < cells->n; i++) {
		seen += cells->v[i].count;
		if (seen && seen >= wanted)
			return cells->exact ? cells->v[i].value
					    : histogram__bucket_last(cells->v[i].value);
	}
	return 0;
}

static double cells__total(const struct histogram_cells *cells)
{
	double total = 0;

	for (size_t i = 0; i < cells->n; i++)
		total += (double)cells->v[i].count;
	return total;
}

/* Where the values of a cell lie: around its middle, in ticks. */
struct cell_span {
	double middle, width;
};

static struct cell_span span_of(const struct histogram_cells *cells, size_t i, uint64_t step)
{
	uint64_t value = cells->v[i].value;
	double first = (double)value;
	double last = cells->exact ? first : (double)histogram__bucket_last(value);

	return (struct cell_span){ (first + last) / 2, fmax((double)step, last - first + 1) };
}

double histogram_cells__fastest(const struct histogram_cells *cells, double share, uint64_t step)
{
	double wanted = share * cells__total(cells), left = wanted, sum = 0;

	for (size_t i = 0; i < cells->n && left > 0; i++) {
		double count = (double)cells->v[i].count, taken = fmin(count, left);
		struct cell_span span = span_of(cells, i, step);

		sum += taken * (span.middle - span.width / 2 * (1 - taken / count));
		left -= taken;
	}
	return wanted > 0 ? sum / wanted : NAN;
}

double histogram_cells__quantile(const struct histogram_cells *cells, double share, uint64_t step)
{
	double left = share * cells__total(cells);

	for (size_t i = 0; i < cells->n; i++) {
		double count = (double)cells->v[i].count;
		struct cell_span span;

		/* Of the last one all is wanted, even if sums are rounded. */
		if (count < left && i + 1 < cells->n) {
			left -= count;
			continue;
		}
		span = span_of(cells, i, step);
		return span.middle + span.width * (fmin(left / count, 1) - 0.5);
	}
	return NAN;
}

double histogram_cells__fullest(const struct histogram_cells *cells, double share)
{
	double wanted = share * cells__total(cells), left = wanted, most = 0;

	for (size_t i = 0; i < cells->n && left > 0; i++) {
		double taken = fmin((double)cells->v[i].count, left);

		most = fmax(most, taken);
		left -= taken;
	}
	return wanted > 0 ? most / wanted : NAN;
}
