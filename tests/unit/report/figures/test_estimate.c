// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/estimate.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

#include "tests/unit/support.h"

#define MAX_N 64

/* By the definition: all means of pairs, and their median. */
static double naive(const double *values, size_t n)
{
	static double means[MAX_N * (MAX_N + 1) / 2];
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			means[k++] = (values[i] + values[j]) / 2;
	gsl_sort(means, 1, k);
	return gsl_stats_median_from_sorted_data(means, 1, k);
}

/* Of one run. */
static void make(struct estimate *e, const double *values, size_t n, uint64_t seed)
{
	struct round_value rounds[MAX_N] = { { 0, 0 } };

	for (size_t i = 0; i < n; i++)
		rounds[i] = (struct round_value){ values[i], 0 };
	assert_int_equal(estimate__make(e, rounds, n, seed), 0);
}

static void test_hodges_lehmann_is_the_median_of_all_means(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double values[MAX_N];

	(void)state;
	for (unsigned int round = 0; round < 500; round++) {
		size_t n = 1 + gsl_rng_uniform_int(rng, MAX_N);

		for (size_t i = 0; i < n; i++)
			/* Every third time with many equal values, as a coarse clock has them. */
			values[i] = round % 3 ? gsl_ran_gaussian(rng, 100)
					      : (double)gsl_rng_uniform_int(rng, 4);
		gsl_sort(values, 1, n);
		assert_close(estimate__hodges_lehmann(values, n), naive(values, n), 1e-3);
	}
	gsl_rng_free(rng);
}

static void test_estimate_does_not_follow_a_disturbed_round(void **state)
{
	double values[20];
	struct estimate e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++)
		values[i] = 100 + (double)i;
	values[3] = 1e6;
	values[11] = -1e6;
	make(&e, values, COUNT_OF(values), 1);
	assert_close(e.value, 109.5, 3);
	assert_true(estimate__interval(&e, 0.95).high < 130);
	estimate__free(&e);
}

static void test_equal_values_have_an_interval_of_no_width(void **state)
{
	double values[10];
	struct estimate e;
	struct interval i;

	(void)state;
	for (size_t k = 0; k < COUNT_OF(values); k++)
		values[k] = 7;
	make(&e, values, COUNT_OF(values), 1);
	i = estimate__interval(&e, 0.95);
	assert_close(e.value, 7, 0);
	assert_close(i.low, 7, 0);
	assert_close(i.high, 7, 0);
	assert_close(estimate__smallest_visible(&e, 0.95), 0, 0);
	estimate__free(&e);
}

static void test_too_few_rounds_have_no_interval(void **state)
{
	double values[] = { 1, 2, 3, 4, 5 };
	struct estimate e;

	(void)state;
	make(&e, values, COUNT_OF(values), 1);
	assert_close(e.value, 3, 1e-5);
	assert_true(isnan(estimate__interval(&e, 0.95).low));
	assert_close(estimate__doubt_above(&e, 0), 1, 0);
	estimate__free(&e);
	make(&e, NULL, 0, 1);
	assert_true(isnan(e.value));
	estimate__free(&e);
}

static void test_same_seed_same_interval(void **state)
{
	double values[] = { 1, 5, 2, 8, 3, 9, 4, 4 };
	struct interval a, b;
	struct estimate e;

	(void)state;
	make(&e, values, COUNT_OF(values), 3);
	a = estimate__interval(&e, 0.95);
	estimate__free(&e);
	make(&e, values, COUNT_OF(values), 3);
	b = estimate__interval(&e, 0.95);
	estimate__free(&e);
	assert_memory_equal(&a, &b, sizeof(a));
}

/* The interval of confidence 1 - doubt ends at the limit. */
static void test_doubt_is_the_inverse_of_the_interval(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double values[30];
	struct estimate e;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++)
		values[i] = 100 + gsl_ran_gaussian(rng, 10);
	make(&e, values, COUNT_OF(values), 1);
	for (double below = 1; below < 4; below += 0.5) {
		double limit = e.value - below, doubt = estimate__doubt_above(&e, limit);

		assert_close(estimate__interval(&e, 1 - doubt).low, limit, 0.2);
		assert_close(
			estimate__interval(&e, 1 - estimate__doubt_below(&e, e.value + below)).high,
			e.value + below, 0.2);
	}
	assert_close(estimate__doubt_above(&e, 200), 1, 0);
	assert_true(estimate__doubt_below(&e, 200) < 0.01);
	estimate__free(&e);
	gsl_rng_free(rng);
}

/* Of intervals of 95 %, as many hold the truth; also with noise that has a long tail. */
/* A few runs per side, and an obvious difference. */
static void test_few_runs_can_show_a_difference(void **state)
{
	(void)state;
	for (unsigned int runs = 2; runs <= 6; runs++) {
		struct round_value values[60];
		struct estimate e;
		struct interval i;
		size_t n = 0;

		for (unsigned int run = 0; run < runs; run++)
			for (unsigned int round = 0; round < 10; round++)
				values[n++] =
					(struct round_value){ 1000 + run % 2 + round % 3 * 0.5,
							      run };
		assert_int_equal(estimate__make(&e, values, n, 1), 0);
		/* As Holm's correction asks it of the first of four. */
		assert_true(estimate__doubt_above(&e, 0) < 0.0125);
		assert_true(estimate__doubt_above(&e, 995) > 1e-6);
		/* Two runs show little about how much boots differ, so the interval is wide.
		 */
		i = estimate__interval(&e, 0.9875);
		assert_true(i.low > 0 && i.high < 2000 && i.high - i.low > 0.5);
		assert_true(runs > 2 || i.high - i.low > 10);
		estimate__free(&e);
	}
}

static void test_nothing_is_known_better_than_it_is_recorded(void **state)
{
	const double values[] = { 8, 8, 8, 8, 8, 8, 8, 8, 8, 8 };
	struct estimate e, twice;

	(void)state;
	make(&e, values, COUNT_OF(values), 1);
	assert_true(estimate__doubt_above(&e, 0) < 0.01);
	e.resolution = 8;
	assert_close(estimate__doubt_above(&e, 0), 1, 0);
	assert_true(estimate__doubt_above(&e, -0.5) < 0.01);
	assert_close(estimate__interval(&e, 0.95).low, 0, 1e-9);
	assert_close(estimate__interval(&e, 0.95).high, 16, 1e-9);
	assert_true(estimate__smallest_visible(&e, 0.95) > 8);
	assert_int_equal(estimate__subtract(&twice, &e, &e, 1), 0);
	assert_close(twice.resolution, 16, 0);
	estimate__free(&twice);
	estimate__free(&e);
}

static void test_coverage(void **state)
{
	static const size_t rounds[] = { 10, 20 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const unsigned int repetitions = 250;

	(void)state;
	for (size_t r = 0; r < COUNT_OF(rounds); r++) {
		unsigned int covered[2] = { 0, 0 };

		for (unsigned int k = 0; k < repetitions; k++)
			for (int tailed = 0; tailed < 2; tailed++) {
				double values[20];
				struct estimate e;
				struct interval interval;

				for (size_t i = 0; i < rounds[r]; i++)
					values[i] = tailed ? gsl_ran_tdist(rng, 2)
							   : gsl_ran_gaussian(rng, 1);
				make(&e, values, rounds[r], k);
				interval = estimate__interval(&e, 0.95);
				covered[tailed] += interval.low <= 0 && interval.high >= 0;
				estimate__free(&e);
			}
		for (int tailed = 0; tailed < 2; tailed++) {
			double share = (double)covered[tailed] / repetitions;

			print_message("%zu rounds, %s noise: %.1f %%\n", rounds[r],
				      tailed ? "tailed" : "normal", 100 * share);
			/* Three standard errors of the share itself. */
			assert_close(share, 0.955, 0.04);
		}
	}
	gsl_rng_free(rng);
}

/* The least number of rounds: quantiles of its resamples alone are wrong in 6 % of cases. */
static void test_six_rounds_are_wrong_no_more_often(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	const unsigned int repetitions = 1500;

	(void)state;
	for (int tailed = 0; tailed < 2; tailed++) {
		unsigned int wrong = 0, doubted = 0;

		for (unsigned int k = 0; k < repetitions; k++) {
			double values[ESTIMATE_MIN_ROUNDS];
			struct estimate e;
			struct interval i;

			for (size_t round = 0; round < COUNT_OF(values); round++)
				values[round] =
					tailed ? gsl_ran_tdist(rng, 2) : gsl_ran_gaussian(rng, 1);
			make(&e, values, COUNT_OF(values), k);
			i = estimate__interval(&e, 0.95);
			wrong += i.low > 0 || i.high < 0;
			doubted += estimate__doubt_above(&e, 0) < 0.05 ||
				   estimate__doubt_below(&e, 0) < 0.05;
			estimate__free(&e);
		}
		print_message("%s noise: %u and %u of %u wrong\n", tailed ? "tailed" : "normal",
			      wrong, doubted, repetitions);
		assert_true(wrong <= repetitions / 20);
		assert_true(doubted <= repetitions / 20);
	}
	gsl_rng_free(rng);
}

/* Boots that differ by more than their rounds do: rounds alone would suggest too much precision. */
static void test_runs_are_what_is_drawn_from_several(void **state)
{
	struct round_value rounds[40];
	struct estimate e;
	struct interval one, several;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	for (unsigned int i = 0; i < COUNT_OF(rounds); i++)
		rounds[i] =
			(struct round_value){ 100 + 10 * (i / 10) + gsl_ran_gaussian(rng, 1), 0 };
	assert_int_equal(estimate__make(&e, rounds, COUNT_OF(rounds), 1), 0);
	one = estimate__interval(&e, 0.95);
	estimate__free(&e);
	for (unsigned int i = 0; i < COUNT_OF(rounds); i++)
		rounds[i].part = i / 10;
	assert_int_equal(estimate__make(&e, rounds, COUNT_OF(rounds), 1), 0);
	assert_int_equal(e.n, 4);
	several = estimate__interval(&e, 0.95);
	estimate__free(&e);
	assert_true(several.high - several.low > 1.5 * (one.high - one.low));
	assert_true(several.low < 110 && several.high > 120);
	gsl_rng_free(rng);
}

/* Standard errors of independent estimates add up as squares. */
static void test_difference_of_two_estimates(void **state)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double a_values[40], b_values[40], width[3];
	struct estimate e[3];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(a_values); i++) {
		a_values[i] = 130 + gsl_ran_gaussian(rng, 8);
		b_values[i] = 100 + gsl_ran_gaussian(rng, 6);
	}
	make(&e[0], a_values, COUNT_OF(a_values), 1);
	make(&e[1], b_values, COUNT_OF(b_values), 2);
	assert_int_equal(estimate__subtract(&e[2], &e[0], &e[1], 3), 0);
	assert_close(e[2].value, e[0].value - e[1].value, 0);
	for (size_t i = 0; i < 3; i++) {
		struct interval interval = estimate__interval(&e[i], 0.95);

		width[i] = interval.high - interval.low;
		estimate__free(&e[i]);
	}
	assert_close(width[2] / hypot(width[0], width[1]), 1, 0.1);
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hodges_lehmann_is_the_median_of_all_means),
		cmocka_unit_test(test_estimate_does_not_follow_a_disturbed_round),
		cmocka_unit_test(test_equal_values_have_an_interval_of_no_width),
		cmocka_unit_test(test_too_few_rounds_have_no_interval),
		cmocka_unit_test(test_same_seed_same_interval),
		cmocka_unit_test(test_doubt_is_the_inverse_of_the_interval),
		cmocka_unit_test(test_runs_are_what_is_drawn_from_several),
		cmocka_unit_test(test_difference_of_two_estimates),
		cmocka_unit_test(test_few_runs_can_show_a_difference),
		cmocka_unit_test(test_nothing_is_known_better_than_it_is_recorded),
		cmocka_unit_test(test_coverage),
		cmocka_unit_test(test_six_rounds_are_wrong_no_more_often),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
