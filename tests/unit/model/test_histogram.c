// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <gsl/gsl_rng.h>

#include "bench/model/histogram.h"

/* ---- helpers ---- */

static uint64_t counted(const struct histogram *h)
{
	struct histogram_cells cells;
	uint64_t n = h->over;

	assert_int_equal(histogram__cells(h, &cells), 0);
	for (size_t i = 0; i < cells.n; i++) {
		n += cells.v[i].count;
		assert_true(cells.v[i].count > 0);
		assert_true(!i || cells.v[i - 1].value < cells.v[i].value);
	}
	histogram_cells__free(&cells);
	return n;
}

static int compare_values(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of any magnitude that has a bucket. */
static uint64_t random_value(gsl_rng *rng)
{
	uint64_t bits = (uint64_t)gsl_rng_get(rng) << 32 | gsl_rng_get(rng);

	return bits >> (64 - HISTOGRAM_VALUE_BITS) >>
	       gsl_rng_uniform_int(rng, HISTOGRAM_VALUE_BITS);
}

/* ---- buckets ---- */

static void test_buckets_keep_the_error_bound(void **state)
{
	uint64_t next = 0;

	(void)state;
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		uint64_t first = histogram__bucket_first(i), last = histogram__bucket_last(first);
		uint64_t allowed = first / 1024 > 1 ? first / 1024 : 1;

		assert_int_equal(first, next); /* no gap and no overlap */
		assert_true(last >= first);
		assert_int_equal(histogram__bucket(first), i);
		assert_int_equal(histogram__bucket(last), i);
		assert_int_equal(histogram__bucket_last(last), last);
		assert_true(last - first + 1 <= allowed);
		next = last + 1;
	}
	assert_int_equal(next, HISTOGRAM_MAX_VALUE + 1);
}

/* ---- recording ---- */

static void test_empty(void **state)
{
	(void)state;
	for (int exact = 0; exact <= 1; exact++) {
		struct histogram *h = histogram__new(exact);
		struct histogram_cell mode = { 1, 1 };
		struct histogram_cells cells;

		assert_int_equal(h->total, 0);
		assert_int_equal(h->min, UINT64_MAX);
		assert_int_equal(h->max, 0);
		assert_int_equal(histogram__cells(h, &cells), 0);
		assert_int_equal(cells.n, 0);
		assert_int_equal(histogram_cells__percentile(&cells, 50), 0);
		histogram__mode(h, &mode);
		assert_int_equal(mode.value, 0);
		assert_int_equal(mode.count, 0);
		histogram_cells__free(&cells);
		histogram__free(h);
	}
	histogram__free(NULL);
}

static void test_sums_and_extremes(void **state)
{
	struct histogram *h = histogram__new(false);

	(void)state;
	histogram__record(h, 123457);
	histogram__record(h, 11);
	histogram__record(h, 999999999);
	assert_int_equal(h->total, 3);
	assert_int_equal(h->sum, 123457 + 11 + 999999999); /* not of the buckets' values */
	assert_int_equal(h->min, 11);
	assert_int_equal(h->max, 999999999);
	assert_int_equal(h->over, 0);
	histogram__free(h);
}

static void test_values_over_the_range_are_not_lost(void **state)
{
	static const uint64_t values[] = { HISTOGRAM_MAX_VALUE - 1, HISTOGRAM_MAX_VALUE,
					   HISTOGRAM_MAX_VALUE + 1, UINT64_MAX };

	(void)state;
	for (int exact = 0; exact <= 1; exact++) {
		struct histogram *h = histogram__new(exact);

		for (size_t i = 0; i < COUNT_OF(values); i++)
			histogram__record(h, values[i]);
		assert_int_equal(h->total, 4);
		assert_int_equal(h->over, 2);
		assert_int_equal(h->max, UINT64_MAX);
		assert_int_equal(counted(h), h->total);
		histogram__free(h);
	}
}

static void test_random_values_are_not_lost(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (int exact = 0; exact <= 1; exact++) {
		struct histogram *h = histogram__new(exact);

		for (int i = 0; i < 100000; i++)
			histogram__record(h, random_value(rng) << gsl_rng_uniform_int(rng, 3));
		assert_true(h->over > 0);
		assert_int_equal(counted(h), h->total);
		histogram__free(h);
	}
	gsl_rng_free(rng);
}

static void test_reset_forgets_all_but_the_kind(void **state)
{
	(void)state;
	for (int exact = 0; exact <= 1; exact++) {
		struct histogram *used = histogram__new(exact), *fresh = histogram__new(exact);

		for (uint64_t i = 0; i < 2 * HISTOGRAM_EXACT_VALUES; i++)
			histogram__record(used, i * 7);
		histogram__record(used, UINT64_MAX);
		histogram__reset(used);
		assert_same_histograms(used, fresh);
		histogram__record(used, 5);
		histogram__record(fresh, 5);
		assert_same_histograms(used, fresh);
		histogram__free(used);
		histogram__free(fresh);
	}
}

/* ---- percentiles ---- */

/* A percentage as a fraction, so that the test knows the rank without rounding. */
static const struct {
	double percent;
	uint64_t numerator, denominator;
} percents[] = {
	{ 0, 0, 1 },	 { 1, 1, 100 },	      { 25, 1, 4 },	      { 50, 1, 2 },  { 90, 9, 10 },
	{ 99, 99, 100 }, { 99.9, 999, 1000 }, { 99.99, 9999, 10000 }, { 100, 1, 1 },
};

static void check_percentiles(struct histogram *h, uint64_t *values, size_t n, bool exact)
{
	struct histogram_cells cells;

	histogram__reset(h);
	for (size_t i = 0; i < n; i++)
		histogram__record(h, values[i]);
	qsort(values, n, sizeof(*values), compare_values);
	assert_int_equal(histogram__cells(h, &cells), 0);
	assert_int_equal(cells.exact, exact);
	for (size_t i = 0; i < COUNT_OF(percents); i++) {
		uint64_t rank = (n * percents[i].numerator + percents[i].denominator - 1) /
				percents[i].denominator;
		uint64_t wanted = values[rank ? rank - 1 : 0];
		uint64_t got = histogram_cells__percentile(&cells, percents[i].percent);

		if (got != (exact ? wanted : histogram__bucket_last(wanted)))
			fail_msg("p%g of %zu: %" PRIu64 ", and not that of %" PRIu64,
				 percents[i].percent, n, got, wanted);
	}
	histogram_cells__free(&cells);
}

static void test_percentiles(void **state)
{
	static const size_t sizes[] = { 1,   2,	  3,   9,    10,   11,	 99,
					100, 101, 999, 1000, 1001, 7000, 10000 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct histogram *exact = histogram__new(true), *h = histogram__new(false);
	static uint64_t values[10000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		for (size_t j = 0; j < sizes[i]; j++)
			values[j] = random_value(rng);
		check_percentiles(h, values, sizes[i], false);
		for (size_t j = 0; j < sizes[i]; j++)
			values[j] = values[j] % 4000 * 1000003;
		check_percentiles(exact, values, sizes[i], true);
	}
	histogram__free(exact);
	histogram__free(h);
	gsl_rng_free(rng);
}

/* Trials have round numbers of operations, and 99.9 is no binary fraction. */
static void test_percentile_of_round_numbers(void **state)
{
	(void)state;
	for (uint64_t thousands = 1; thousands <= 200; thousands++) {
		struct histogram_cell v[] = { { 1, 999 * thousands }, { 2, thousands } };
		struct histogram_cells cells = { true, 2, v };

		assert_int_equal(histogram_cells__percentile(&cells, 99.9), 1);
	}
}

/* ---- mode ---- */

static void test_mode_is_exact_for_any_value(void **state)
{
	static const uint64_t values[] = {
		0, 1, 2047, 2048, 2049, 123456789, HISTOGRAM_MAX_VALUE - 1, HISTOGRAM_MAX_VALUE
	};
	struct histogram *h = histogram__new(true);
	struct histogram_cell mode;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		histogram__reset(h);
		/* A neighbour, in the same bucket if that is a wide one. */
		record_times(h, values[i] ^ 1, 2);
		record_times(h, values[i], 3);
		record_times(h, 77, 2);
		assert_true(histogram__mode(h, &mode));
		assert_int_equal(mode.value, values[i]);
		assert_int_equal(mode.count, 3);
	}
	histogram__free(h);
}

static void test_mode_of_equals_is_the_smallest(void **state)
{
	static const uint64_t values[] = { 900, 30, 500000, 4000 };
	struct histogram_cell mode;

	(void)state;
	for (int exact = 0; exact <= 1; exact++) {
		struct histogram *h = histogram__new(exact);

		for (size_t i = 0; i < COUNT_OF(values); i++)
			record_times(h, values[i], 5);
		assert_int_equal(histogram__mode(h, &mode), exact);
		assert_int_equal(mode.value, 30);
		assert_int_equal(mode.count, 5);
		histogram__free(h);
	}
}

static void test_mode_is_the_fullest_bucket_otherwise(void **state)
{
	uint64_t first = histogram__bucket_first(histogram__bucket(1000000));
	struct histogram *h = histogram__new(false);
	struct histogram_cell mode;

	(void)state;
	record_times(h, first, 2);
	record_times(h, first + 1, 2);
	record_times(h, 50, 3);
	assert_false(histogram__mode(h, &mode));
	assert_int_equal(mode.value, first);
	assert_int_equal(mode.count, 4);
	histogram__free(h);
}

static void test_shortest_common(void **state)
{
	struct histogram *h = histogram__new(true);
	struct histogram_cell cell;

	(void)state;
	assert_false(histogram__shortest_common(h, &cell));
	record_times(h, 5000, 40);
	record_times(h, 6000, 39);
	record_times(h, 4000, 10); /* a quarter */
	record_times(h, 3000, 9);
	assert_true(histogram__shortest_common(h, &cell));
	assert_int_equal(cell.value, 4000);
	assert_int_equal(cell.count, 10);
	/* The mode may be another one: it is as common as before. */
	record_times(h, 6000, 1 + 1);
	assert_true(histogram__shortest_common(h, &cell));
	assert_int_equal(cell.value, 5000);
	histogram__free(h);
}

/* Whether those without a position are all one small value is unknown. */
static void test_shortest_common_needs_to_know_all(void **state)
{
	struct histogram *h = histogram__new(true);
	struct histogram_cell cell;

	(void)state;
	for (uint64_t i = 0; i < HISTOGRAM_EXACT_VALUES; i++)
		histogram__record(h, 1000 + i);
	record_times(h, 2000, 39);
	record_times(h, 5, 9);
	assert_true(histogram__shortest_common(h, &cell));
	assert_int_equal(cell.value, 2000);
	record_times(h, 5, 1);
	assert_false(histogram__shortest_common(h, &cell));
	assert_int_equal(cell.value, 2000);
	assert_true(histogram__mode(h, &cell));
	histogram__free(h);
}

/* Around the middle of a cell, and of the last one the lower part. */
static void test_mean_of_the_fastest(void **state)
{
	struct histogram *h = histogram__new(true);
	struct histogram_cells cells;

	(void)state;
	for (int i = 0; i < 100; i++)
		histogram__record(h, i < 20 ? 1000 : i < 60 ? 1010 : 5000);
	assert_int_equal(histogram__cells(h, &cells), 0);
	assert_true(cells.exact);
	assert_close(histogram_cells__fastest(&cells, 0.2, 1), 1000, 1e-9);
	/* 30 of those 40 lie in the lower three quarters of the tick. */
	assert_close(histogram_cells__fastest(&cells, 0.5, 1),
		     (20 * 1000 + 30 * (1010 - 0.125)) / 50, 1e-9);
	/* Or of ten ticks. */
	assert_close(histogram_cells__fastest(&cells, 0.5, 10),
		     (20 * 1000 + 30 * (1010 - 1.25)) / 50, 1e-9);
	assert_close(histogram_cells__fastest(&cells, 1, 10),
		     (20 * 1000 + 40 * 1010 + 40 * 5000) / 100, 1e-9);
	/* A bucket, from 5000 to 5003. */
	cells.exact = false;
	assert_close(histogram_cells__fastest(&cells, 1, 1),
		     (20 * 1000 + 40 * 1010 + 40 * 5001.5) / 100, 1e-9);
	histogram_cells__free(&cells);
	cells.n = 0;
	assert_true(isnan(histogram_cells__fastest(&cells, 0.25, 1)));
	histogram__free(h);
}

static void test_quantile_within_a_cell(void **state)
{
	static const struct histogram_cell values[] = { { 1000, 20 }, { 1010, 40 }, { 5000, 40 } };
	struct histogram_cells cells = make_cells(true, COUNT_OF(values), values);

	(void)state;
	assert_close(histogram_cells__quantile(&cells, 0.2, 10), 1005, 1e-9);
	assert_close(histogram_cells__quantile(&cells, 0.5, 10), 1005 + 7.5, 1e-9);
	assert_close(histogram_cells__quantile(&cells, 0.5, 1), 1009.5 + 0.75, 1e-9);
	assert_close(histogram_cells__quantile(&cells, 1, 10), 5005, 1e-9);
	/* A bucket, from 5000 to 5003. */
	cells.exact = false;
	assert_close(histogram_cells__quantile(&cells, 0.8, 1), 5001.5, 1e-9);
	histogram_cells__free(&cells);
	assert_true(isnan(histogram_cells__quantile(&cells, 0.5, 1)));
}

static void test_fullest_cell(void **state)
{
	static const struct histogram_cell values[] = { { 1000, 20 }, { 1010, 50 }, { 5000, 30 } };
	struct histogram_cells cells = make_cells(true, COUNT_OF(values), values);

	(void)state;
	assert_close(histogram_cells__fullest(&cells, 1), 0.5, 1e-9);
	assert_close(histogram_cells__fullest(&cells, 0.25), 0.8, 1e-9);
	assert_close(histogram_cells__fullest(&cells, 0.1), 1, 1e-9);
	histogram_cells__free(&cells);
	assert_true(isnan(histogram_cells__fullest(&cells, 0.5)));
}

/* Against the definition: of all pairs, in how many the second is larger. */
static void test_rank_test(void **state)
{
	struct histogram *a = histogram__new(false), *b = histogram__new(false);

	(void)state;
	assert_close(histogram__rank_test(a, b), 0, 0);
	for (uint64_t i = 0; i < 1000; i++) {
		histogram__record(a, 1000 + i);
		histogram__record(b, 1000 + i);
	}
	/* The same values: no difference. */
	assert_close(histogram__rank_test(a, b), 0, 1e-9);
	histogram__reset(b);
	for (uint64_t i = 0; i < 1000; i++)
		histogram__record(b, 1100 + i);
	/* U is 1000^2 - 900^2 / 2 = 595,000 of 500,000 +- sqrt(1000^2 * 2001 / 12). */
	assert_close(histogram__rank_test(a, b), (595000 - 500000) / sqrt(1e6 * 2001 / 12), 0.1);
	assert_close(histogram__rank_test(b, a), -histogram__rank_test(a, b), 1e-9);
	/* All in one bucket: nothing to distinguish. */
	histogram__reset(a);
	histogram__reset(b);
	for (int i = 0; i < 10; i++) {
		histogram__record(a, 7);
		histogram__record(b, 7);
	}
	assert_close(histogram__rank_test(a, b), 0, 0);
	histogram__free(a);
	histogram__free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rank_test),
		cmocka_unit_test(test_buckets_keep_the_error_bound),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_sums_and_extremes),
		cmocka_unit_test(test_values_over_the_range_are_not_lost),
		cmocka_unit_test(test_random_values_are_not_lost),
		cmocka_unit_test(test_reset_forgets_all_but_the_kind),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_percentile_of_round_numbers),
		cmocka_unit_test(test_mean_of_the_fastest),
		cmocka_unit_test(test_quantile_within_a_cell),
		cmocka_unit_test(test_fullest_cell),
		cmocka_unit_test(test_mode_is_exact_for_any_value),
		cmocka_unit_test(test_mode_of_equals_is_the_smallest),
		cmocka_unit_test(test_mode_is_the_fullest_bucket_otherwise),
		cmocka_unit_test(test_shortest_common),
		cmocka_unit_test(test_shortest_common_needs_to_know_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
