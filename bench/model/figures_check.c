// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/figures_check.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/model/trial_fields.h"

/* Of a number: JSON has 12 digits of it. */
#define ROUNDING 1e-9

/* ---- the cells ---- */

static const char *cell__problem(const struct histogram_cells *cells, size_t i)
{
	uint64_t value = cells->v[i].value;

	if (i && value <= cells->v[i - 1].value)
		return "\"cells\" are not in ascending order";
	if (!cells->exact && value != histogram__bucket_first(histogram__bucket(value)))
		return "\"cells\" are not \"exact\", and one does not begin where a bucket does";
	return NULL;
}

/* False if one of both overflows: no machine counts that far. */
static bool add_up(const struct distribution *d, uint64_t *count)
{
	uint64_t sum = 0, part;
	bool is_possible = true;

	*count = d->figures.over;
	for (size_t i = 0; i < d->cells.n; i++) {
		struct histogram_cell cell = d->cells.v[i];

		is_possible &= !__builtin_add_overflow(*count, cell.count, count) &&
			       !__builtin_mul_overflow(cell.value, cell.count, &part) &&
			       !__builtin_add_overflow(sum, part, &sum);
	}
	return is_possible;
}

static void check_cells(const struct distribution *d, char *text, size_t size)
{
	const struct histogram_cells *cells = &d->cells;
	const char *problem = NULL;
	uint64_t count;

	for (size_t i = 0; i < cells->n && !problem; i++)
		problem = cell__problem(cells, i);
	if (cells->exact && cells->n > HISTOGRAM_EXACT_VALUES)
		problem = "there are more \"cells\" than \"exact\" values can be counted";
	if (!add_up(d, &count))
		problem = "\"cells\" add up to more than any clock counts";
	if (problem)
		snprintf(text, size, "%s", problem);
	else if (count != d->figures.count)
		snprintf(text, size,
			 "\"count\" is %" PRIu64
			 ", but its \"cells\" and \"over\" add up to %" PRIu64,
			 d->figures.count, count);
}

/* ---- the figures ---- */

static void histogram__fill(struct histogram *h, const struct distribution *d)
{
	const struct histogram_cells *cells = &d->cells;

	histogram__reset(h);
	h->total = d->figures.count;
	h->over = d->figures.over;
	for (size_t i = 0; i < cells->n; i++) {
		struct histogram_cell cell = cells->v[i];

		h->sum += cell.value * cell.count;
		h->counts[histogram__bucket(cell.value)] += cell.count;
		if (h->exact)
			histogram_exact__add(h->exact, cell.value, cell.count);
	}
	h->min = cells->v[0].value;
	/* Percentiles are those of the cells, up to this. */
	h->max = cells->v[cells->n - 1].value;
}

static double clamp(double value, double low, double high)
{
	return fmin(fmax(value, low), high);
}

/* `f` is then what `stored` says, or, if that is impossible, the next that is possible. */
static void allow_buckets(struct figures *f, const struct distribution *d, double scale)
{
	const struct histogram_cells *cells = &d->cells;
	const struct figures *stored = &d->figures;
	uint64_t least = cells->v[0].value, most = cells->v[cells->n - 1].value;
	double width = 0;

	f->min = clamp(stored->min, (double)least * scale,
		       (double)histogram__bucket_last(least) * scale);
	f->max = clamp(stored->max, (double)most * scale,
		       (double)histogram__bucket_last(most) * scale);
	for (size_t i = 0; i < cells->n; i++) {
		uint64_t value = cells->v[i].value, last = histogram__bucket_last(value);

		width += (double)(last - value) * (double)cells->v[i].count;
	}
	f->mean = clamp(stored->mean, f->mean, f->mean + width / (double)f->count * scale);
}

static bool cell__holds(struct histogram_cell cell, const struct figures *f, double scale)
{
	double slack = ROUNDING * f->mode;

	return f->mode_count <= cell.count && f->mode >= (double)cell.value * scale - slack &&
	       f->mode <= (double)histogram__bucket_last(cell.value) * scale + slack;
}

/*
 * Values were counted one by one up to a number of them. What is stored then are buckets, but the
 * mode may be one of those values.
 */
static void allow_tracked_mode(struct figures *f, const struct distribution *d,
			       enum clock_unit unit, double scale)
{
	const struct figures *stored = &d->figures;

	if ((!stored->mode_exact && unit != CLOCK_INSTRUCTIONS) || !stored->mode_count)
		return;
	for (size_t i = 0; i < d->cells.n; i++)
		if (cell__holds(d->cells.v[i], stored, scale)) {
			f->mode = stored->mode;
			f->mode_count = stored->mode_count;
			f->mode_exact = stored->mode_exact;
		}
}

/* Values beyond the range are in no cell: only that they are large is known. */
static void allow_values_over(struct figures *f, const struct figures *stored, double scale)
{
	if (!stored->over)
		return;
	f->max = fmax(stored->max, (double)HISTOGRAM_MAX_VALUE * scale);
	f->mean = fmax(stored->mean, f->mean);
}

static bool is_same(json_t *a, json_t *b)
{
	double x = json_number_value(a), y = json_number_value(b);

	if (json_is_real(a) || json_is_real(b))
		return fabs(x - y) <= ROUNDING * fmax(fabs(x), fabs(y));
	return json_equal(a, b);
}

/* False when out of memory. */
static bool compare_figure(const struct field *field, const struct figures *stored,
			   const struct figures *derived, char *text, size_t size)
{
	json_t *a = fields__value(field, stored), *b = fields__value(field, derived);
	char *said = json_dumps(a, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
	char *right = json_dumps(b, JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));

	if (said && right && !is_same(a, b))
		snprintf(text, size, "\"%s\" is %s, but its histogram says %s", field->key, said,
			 right);
	json_decref(a);
	json_decref(b);
	free(said);
	free(right);
	return said && right;
}

/* The cells are sound. Percentiles of buckets are not above the stored maximum. */
static int derive(struct histogram *h, const struct distribution *d, enum clock_unit unit,
		  double scale, struct figures *figures)
{
	uint64_t last = h->max;
	struct distribution derived = { .cells = { .n = 0 } };
	int err;

	if (!d->cells.exact)
		h->max = (uint64_t)clamp(round(d->figures.max / scale), (double)last,
					 (double)histogram__bucket_last(last));
	if (d->figures.over)
		h->max = UINT64_MAX;
	err = distribution__make(&derived, h, unit, scale);
	*figures = derived.figures;
	distribution__free(&derived);
	return err;
}

int figures_check__cells(const struct distribution *d, enum clock_unit unit, double units_per_tick,
			 struct histogram *scratch, struct histogram *exact, char *text,
			 size_t size)
{
	struct histogram *h = d->cells.exact ? exact : scratch;
	struct figures derived;
	int err;

	text[0] = '\0';
	if (d->cells.n)
		check_cells(d, text, size);
	if (!d->cells.n || text[0])
		return 0;
	histogram__fill(h, d);
	err = derive(h, d, unit, units_per_tick, &derived);
	if (err)
		return err;
	if (!d->cells.exact) {
		allow_buckets(&derived, d, units_per_tick);
		allow_tracked_mode(&derived, d, unit, units_per_tick);
	}
	allow_values_over(&derived, &d->figures, units_per_tick);
	for (const struct field *f = figures_fields; f->key && !text[0]; f++)
		if (!compare_figure(f, &d->figures, &derived, text, size))
			return log__out_of_memory();
	return 0;
}
