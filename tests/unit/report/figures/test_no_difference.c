// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/no_difference.h"

static struct run run = { .unit = CLOCK_NANOSECONDS };
static char text[NO_DIFFERENCE_SIZE];

static const char *said_of(double low, double high)
{
	struct summary_row row = { .backend = "kprobe", .cost = 3000, .low = low, .high = high };

	no_difference__format(&run, &row, text);
	return text;
}

static void test_how_sure_it_is(void **state)
{
	(void)state;
	assert_string_equal(said_of(-12, 20),
			    "kprobe: no difference from none, of more than 20 ns.");
	assert_string_equal(said_of(-50, 20),
			    "kprobe: no difference from none, of more than 50 ns.");
	assert_non_null(strstr(said_of(-900, 20), "too noisy to tell: up to 900 ns cannot be "));
	assert_non_null(strstr(said_of(10, 20), "excludes 0, but not after correction"));
	assert_non_null(strstr(said_of(NAN, NAN), "too few rounds for an interval"));
}

/* Instructions have no noise. */
static void test_instructions(void **state)
{
	(void)state;
	run.unit = CLOCK_INSTRUCTIONS;
	assert_string_equal(said_of(0, 0), "kprobe: no difference from none.");
	run.unit = CLOCK_NANOSECONDS;
}

static void test_nothing_is_said_of_others(void **state)
{
	struct summary_row row = { .backend = "kprobe", .low = 5, .high = 9, .differs = true };

	(void)state;
	no_difference__format(&run, &row, text);
	assert_string_equal(text, "");
	row.differs = false;
	row.reference = true;
	no_difference__format(&run, &row, text);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_how_sure_it_is),
		cmocka_unit_test(test_instructions),
		cmocka_unit_test(test_nothing_is_said_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
