// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/distribution.h"

static struct histogram *h;
static struct distribution d;

static int setup(void **state)
{
	(void)state;
	h = histogram__new(true);
	return !h;
}

static int teardown(void **state)
{
	(void)state;
	distribution__free(&d);
	histogram__free(h);
	return 0;
}

/* Figures are in the unit, cells in ticks. */
static void test_ticks_are_scaled(void **state)
{
	(void)state;
	record_times(h, 100, 97);
	record_times(h, 300, 3);
	assert_int_equal(distribution__make(&d, h, CLOCK_NANOSECONDS, 0.5), 0);
	assert_int_equal(d.figures.count, 100);
	assert_close(d.figures.min, 50, 0);
	assert_close(d.figures.mode, 50, 0);
	assert_close(d.figures.max, 150, 0);
	assert_close(d.figures.mean, 53, 1e-9);
	assert_close(d.figures.p90, 50, 0);
	assert_close(d.figures.p99, 150, 0);
	assert_int_equal(d.figures.mode_count, 97);
	assert_int_equal(d.cells.n, 2);
	assert_int_equal(d.cells.v[0].value, 100);
}

/* Of instructions, the cost is the shortest length that is common, not the most frequent one. */
static void test_mode_hangs_on_the_unit(void **state)
{
	(void)state;
	record_times(h, 100, 40);
	record_times(h, 300, 60);
	assert_int_equal(distribution__make(&d, h, CLOCK_NANOSECONDS, 1), 0);
	assert_close(d.figures.mode, 300, 0);
	distribution__free(&d);
	assert_int_equal(distribution__make(&d, h, CLOCK_INSTRUCTIONS, 1), 0);
	assert_close(d.figures.mode, 100, 0);
}

static void test_nothing_recorded(void **state)
{
	(void)state;
	assert_int_equal(distribution__make(&d, h, CLOCK_INSTRUCTIONS, 1), 0);
	assert_int_equal(d.figures.count, 0);
	assert_int_equal(d.cells.n, 0);
}

/* Without cells, the figures are as good as before. */
static void test_free_leaves_the_figures(void **state)
{
	(void)state;
	record_times(h, 100, 5);
	assert_int_equal(distribution__make(&d, h, CLOCK_INSTRUCTIONS, 1), 0);
	distribution__free(&d);
	assert_int_equal(d.figures.count, 5);
	assert_int_equal(d.cells.n, 0);
}

#define on_histogram(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_histogram(test_ticks_are_scaled),
		on_histogram(test_mode_hangs_on_the_unit),
		on_histogram(test_nothing_recorded),
		on_histogram(test_free_leaves_the_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
