// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/plan_defaults.h"

static void test_each_clock_has_its_own(void **state)
{
	struct plan exact = { 0 }, timed = { 0 };

	(void)state;
	plan__complete(&exact, CLOCK_INSTRUCTIONS);
	assert_int_equal(exact.unit, CLOCK_INSTRUCTIONS);
	assert_int_equal(exact.rounds, 2);
	assert_int_equal(exact.cycles, 300);
	assert_int_equal(exact.warmup, 100);
	plan__complete(&timed, CLOCK_NANOSECONDS);
	assert_int_equal(timed.unit, CLOCK_NANOSECONDS);
	assert_int_equal(timed.rounds, 60);
	assert_int_equal(timed.cycles, 500);
	assert_int_equal(timed.warmup, 125);
}

static void test_what_was_given_stays(void **state)
{
	struct plan plan = { .rounds = 7, .cycles = 50, .seed = 3, .threads = 4 };

	(void)state;
	plan__complete(&plan, CLOCK_NANOSECONDS);
	assert_int_equal(plan.rounds, 7);
	assert_int_equal(plan.cycles, 50);
	assert_int_equal(plan.warmup, 100); /* the least */
	assert_int_equal(plan.seed, 3);
	assert_int_equal(plan.threads, 4);
}

static void test_a_precision_is_limited_by_time(void **state)
{
	struct plan plan = { .precision = "5ns" }, given = { .precision = "2%", .max_time_s = 9 };

	(void)state;
	plan__complete(&plan, CLOCK_NANOSECONDS);
	assert_int_equal(plan.rounds, PLAN_MAX_ROUNDS);
	assert_int_equal(plan.max_time_s, 60);
	plan__complete(&given, CLOCK_NANOSECONDS);
	assert_int_equal(given.max_time_s, 9);
}

static void test_a_rate_has_half_a_second_of_cycles(void **state)
{
	const struct {
		uint64_t rate_hz, cycles, warmup;
	} cases[] = { { 1, 20, 5 }, { 100, 50, 12 }, { 1000, 500, 125 }, { 1000000, 2000, 500 } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan plan = { .rate_hz = cases[i].rate_hz };

		plan__complete(&plan, CLOCK_NANOSECONDS);
		assert_int_equal(plan.cycles, cases[i].cycles);
		assert_int_equal(plan.warmup, cases[i].warmup);
	}
}

/* Trials measure for a quarter of what lies between them, if that is more than they would. */
static void test_trials_are_as_long_as_attaching_makes_worth_it(void **state)
{
	const struct {
		uint64_t between_ns, cycle_ns, cycles, warmup;
	} cases[] = {
		{ 0, 12000, 500, 125 },		{ 20000000, 12000, 500, 125 },
		{ 60000000, 12000, 1200, 300 }, { 20000000, 200, 25000, 6250 },
		{ 20000000, 0, 100000, 25000 }, { UINT64_MAX, 1, 100000, 25000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct plan plan = { .rounds = 0 };

		plan__complete(&plan, CLOCK_NANOSECONDS);
		assert_true(plan.fits_cycles);
		plan__fit_cycles(&plan, cases[i].between_ns, cases[i].cycle_ns);
		assert_int_equal(plan.cycles, cases[i].cycles);
		assert_int_equal(plan.warmup, cases[i].warmup);
	}
}

static void test_only_what_nobody_gave_is_fitted(void **state)
{
	struct plan given = { .cycles = 50 }, paced = { .rate_hz = 100 }, exact = { 0 };

	(void)state;
	plan__complete(&given, CLOCK_NANOSECONDS);
	plan__complete(&paced, CLOCK_NANOSECONDS);
	plan__complete(&exact, CLOCK_INSTRUCTIONS);
	assert_false(given.fits_cycles);
	assert_false(paced.fits_cycles);
	assert_false(exact.fits_cycles);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_clock_has_its_own),
		cmocka_unit_test(test_what_was_given_stays),
		cmocka_unit_test(test_a_precision_is_limited_by_time),
		cmocka_unit_test(test_a_rate_has_half_a_second_of_cycles),
		cmocka_unit_test(test_trials_are_as_long_as_attaching_makes_worth_it),
		cmocka_unit_test(test_only_what_nobody_gave_is_fitted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
