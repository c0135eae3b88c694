// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/cells_figure.h"

#define ROUNDS 8

static const struct cells_clock clock_of_ten = { 10, 0.5 };

/* By how much `a` exceeds `b`, in rounds that are alike. */
static struct estimate estimate_of(const struct cells_figure *figure,
				   const struct histogram_cells *a, const struct histogram_cells *b)
{
	struct cells_pair pairs[ROUNDS];
	struct estimate e;

	for (size_t i = 0; i < ROUNDS; i++)
		pairs[i] = (struct cells_pair){ a, b, 0 };
	assert_int_equal(cells_figure__estimate(figure, pairs, ROUNDS, clock_of_ten, 4.5, 1, &e),
			 0);
	return e;
}

/* A length of 100 ticks more or less, as steps of ten read it: half a step more is five ticks. */
static struct histogram_cell nearer_100[] = { { 90, 20 }, { 100, 60 }, { 110, 20 } };
static struct histogram_cell half_a_step_more[] = {
	{ 90, 5 }, { 100, 45 }, { 110, 45 }, { 120, 5 }
};
static struct histogram_cell fewer[] = { { 90, 25 }, { 100, 50 }, { 110, 25 } };

static void test_less_than_a_step(void **state)
{
	const struct histogram_cells a = { true, 4, half_a_step_more }, b = { true, 3, fewer };
	struct estimate e = estimate_of(&cells_figure_median, &a, &b);

	(void)state;
	assert_close(e.value, 2.5, 1e-9);
	assert_close(e.resolution, 0, 0);
	estimate__free(&e);
}

/* More than half of the operations in one step: where in it, is not known. */
static void test_one_step_has_most(void **state)
{
	const struct histogram_cells a = { true, 4, half_a_step_more }, b = { true, 3, nearer_100 };
	struct estimate e = estimate_of(&cells_figure_median, &a, &b);

	(void)state;
	assert_close(e.value, 2.5, 1e-9);
	assert_close(e.resolution, 4.5, 0);
	assert_close(estimate__interval(&e, 0.95).low, -2, 1e-9);
	estimate__free(&e);
	/* On either side. */
	e = estimate_of(&cells_figure_median, &b, &a);
	assert_close(e.resolution, 4.5, 0);
	estimate__free(&e);
	/* All of the fastest quarter are in one step. */
	e = estimate_of(&cells_figure_fastest, &a, &b);
	assert_close(e.resolution, 4.5, 0);
	estimate__free(&e);
}

/* A few trials in which operations happen to be alike change nothing. */
static void test_most_rounds_count(void **state)
{
	const struct histogram_cells few = { true, 3, nearer_100 }, many = { true, 3, fewer };
	struct cells_pair pairs[ROUNDS];
	struct estimate e;

	(void)state;
	for (size_t wrong = 3; wrong <= 4; wrong++) {
		for (size_t i = 0; i < ROUNDS; i++)
			pairs[i] = (struct cells_pair){ i < wrong ? &few : &many, &many, 0 };
		assert_int_equal(cells_figure__estimate(&cells_figure_median, pairs, ROUNDS,
							clock_of_ten, 4.5, 1, &e),
				 0);
		assert_close(e.resolution, wrong == 3 ? 0 : 4.5, 0);
		estimate__free(&e);
	}
}

static void test_no_cells(void **state)
{
	const struct histogram_cells a = { true, 3, fewer }, none = { true, 0, NULL };
	struct estimate e = estimate_of(&cells_figure_median, &a, &none);

	(void)state;
	assert_true(isnan(e.value));
	assert_true(isnan(estimate__interval(&e, 0.95).low));
	estimate__free(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_less_than_a_step),
		cmocka_unit_test(test_one_step_has_most),
		cmocka_unit_test(test_most_rounds_count),
		cmocka_unit_test(test_no_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
