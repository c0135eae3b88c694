// SPDX-License-Identifier: GPL-2.0-or-later
/* What a histogram claims about its most frequent value, against counting by hand. */
#include "tests/unit/support.h"

#include <gsl/gsl_rng.h>

#include "bench/model/histogram.h"

/* Takes every place of the table with values of their own, each seen once. */
static void fill_table(struct histogram *h, uint64_t from)
{
	for (uint64_t i = 0; i < HISTOGRAM_EXACT_VALUES; i++)
		histogram__record(h, from + i);
}

static bool cells_are_exact(const struct histogram *h)
{
	struct histogram_cells cells;
	bool exact;

	assert_int_equal(histogram__cells(h, &cells), 0);
	exact = cells.exact;
	histogram_cells__free(&cells);
	return exact;
}

static void assert_mode(const struct histogram *h, bool exact, uint64_t value, uint64_t count)
{
	struct histogram_cell mode;

	assert_int_equal(histogram__mode(h, &mode), exact);
	assert_int_equal(mode.value, value);
	assert_int_equal(mode.count, count);
}

/* ---- a full table ---- */

static void test_full_table_is_still_exact(void **state)
{
	struct histogram *h = histogram__new(true);

	(void)state;
	fill_table(h, 1000000);
	histogram__record(h, 1000000); /* tracked already: needs no place */
	assert_true(cells_are_exact(h));
	assert_mode(h, true, 1000000, 2);
	histogram__record(h, 5);
	assert_false(cells_are_exact(h));
	histogram__free(h);
}

static void test_mode_needs_more_than_the_untracked(void **state)
{
	struct histogram *h = histogram__new(true);
	struct histogram_cell mode;

	(void)state;
	fill_table(h, 1);
	record_times(h, 1, 9); /* the tracked favourite: ten times now */
	record_times(h, 1000000, 9);
	assert_mode(h, true, 1, 10);
	/* Now the untracked may all be one value that is as frequent. */
	record_times(h, 1000000, 1);
	assert_false(histogram__mode(h, &mode));
	/* And no longer, once the favourite is ahead again. */
	record_times(h, 1, 1);
	assert_mode(h, true, 1, 11);
	histogram__free(h);
}

static void test_falls_back_to_buckets(void **state)
{
	uint64_t first = histogram__bucket_first(histogram__bucket(5000000));
	struct histogram *h = histogram__new(true), *plain = histogram__new(false);
	struct histogram_cells a, b;

	(void)state;
	fill_table(h, 1);
	fill_table(plain, 1);
	record_times(h, first + 1, 50);
	record_times(plain, first + 1, 50);
	assert_mode(h, false, first, 50);
	assert_int_equal(histogram__cells(h, &a), 0);
	assert_int_equal(histogram__cells(plain, &b), 0);
	assert_false(a.exact);
	assert_int_equal(a.n, b.n);
	assert_memory_equal(a.v, b.v, a.n * sizeof(*a.v));
	histogram_cells__free(&a);
	histogram_cells__free(&b);
	histogram__free(h);
	histogram__free(plain);
}

/* A value over the range is in no table, and may be the most frequent of all. */
static void test_mode_needs_more_than_those_over_the_range(void **state)
{
	struct histogram *h = histogram__new(true);
	struct histogram_cell mode;

	(void)state;
	histogram__record(h, 7);
	record_times(h, HISTOGRAM_MAX_VALUE + 1, 3);
	assert_false(histogram__mode(h, &mode));
	histogram__free(h);
}

/* ---- many values ---- */

#define VALUES 6000

/* A mode that is claimed to be exact must be the one that counting by hand finds. */
static void check_claim(const struct histogram *h, const unsigned int *seen, uint64_t spread)
{
	struct histogram_cell mode;
	unsigned int most = 0;

	if (!histogram__mode(h, &mode))
		return;
	for (size_t i = 0; i < VALUES; i++)
		if (seen[i] > most)
			most = seen[i];
	assert_int_equal(mode.count, most);
	assert_int_equal(mode.count, seen[mode.value / spread]);
}

static void test_claims_hold_for_random_values(void **state)
{
	const uint64_t spread = UINT64_C(1000003);
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct histogram *h = histogram__new(true);
	static unsigned int seen[VALUES];

	(void)state;
	for (unsigned int turn = 0; turn < 40; turn++) {
		memset(seen, 0, sizeof(seen));
		histogram__reset(h);
		for (unsigned int i = 0; i < 20000; i++) {
			/* From nearly all alike to nearly all different. */
			double u = pow(gsl_rng_uniform(rng), 40.0 / (turn + 1));
			size_t which = (size_t)(u * VALUES);

			seen[which]++;
			histogram__record(h, which * spread);
		}
		check_claim(h, seen, spread);
	}
	histogram__free(h);
	gsl_rng_free(rng);
}

/* ---- merging ---- */

static void check_merge(gsl_rng *rng, bool exact, unsigned int distinct)
{
	struct histogram *parts[3], *all = histogram__new(exact);

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		parts[i] = histogram__new(exact);
	for (int i = 0; i < 5000; i++) {
		uint64_t value = gsl_rng_uniform_int(rng, distinct) * 1009;

		/* The second part stays empty. */
		histogram__record(parts[2 * gsl_rng_uniform_int(rng, 2)], value);
		histogram__record(all, value);
	}
	histogram__record(parts[2], UINT64_MAX);
	histogram__record(all, UINT64_MAX);
	histogram__merge(parts[0], parts[1]);
	histogram__merge(parts[0], parts[2]);
	assert_same_histograms(parts[0], all);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		histogram__free(parts[i]);
	histogram__free(all);
}

static void test_merge_equals_recording_into_one(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	check_merge(rng, false, 1);
	check_merge(rng, false, 1000000);
	check_merge(rng, true, 10);
	check_merge(rng, true, HISTOGRAM_EXACT_VALUES);
	gsl_rng_free(rng);
}

/* Exact counting is lost unless both have it; nothing else is. */
static void test_merge_of_exact_and_not(void **state)
{
	(void)state;
	for (int to_exact = 0; to_exact <= 1; to_exact++) {
		struct histogram *to = histogram__new(to_exact), *all = histogram__new(false);
		struct histogram *from = histogram__new(!to_exact);

		record_times(to, 1000000, 3);
		record_times(from, 1000001, 4);
		record_times(all, 1000000, 3);
		record_times(all, 1000001, 4);
		histogram__merge(to, from);
		assert_null(to->exact);
		assert_same_histograms(to, all);
		histogram__free(to);
		histogram__free(from);
		histogram__free(all);
	}
}

/* What was untracked in one may be tracked in the other, where its count is then too small. */
static void test_merge_of_an_overflowed_table_proves_nothing_false(void **state)
{
	struct histogram *to = histogram__new(true), *from = histogram__new(true);
	struct histogram_cell mode;

	(void)state;
	record_times(to, 1, 1010);
	record_times(to, 2, 1009);
	fill_table(from, 1000000);
	record_times(from, 2, 5);
	histogram__merge(to, from);
	/* 1 was seen 1010 times, and 2 was seen 1014 times. */
	if (histogram__mode(to, &mode)) {
		assert_int_equal(mode.value, 2);
		assert_int_equal(mode.count, 1014);
	}
	histogram__free(to);
	histogram__free(from);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_table_is_still_exact),
		cmocka_unit_test(test_mode_needs_more_than_the_untracked),
		cmocka_unit_test(test_falls_back_to_buckets),
		cmocka_unit_test(test_mode_needs_more_than_those_over_the_range),
		cmocka_unit_test(test_claims_hold_for_random_values),
		cmocka_unit_test(test_merge_equals_recording_into_one),
		cmocka_unit_test(test_merge_of_exact_and_not),
		cmocka_unit_test(test_merge_of_an_overflowed_table_proves_nothing_false),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
