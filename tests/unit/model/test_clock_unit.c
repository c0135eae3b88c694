// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/clock_unit.h"

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(clock_unit__name(CLOCK_INSTRUCTIONS), "instructions");
	assert_string_equal(clock_unit__name(CLOCK_NANOSECONDS), "nanoseconds");
}

static void test_units_are_found_by_name(void **state)
{
	enum clock_unit unit = CLOCK_INSTRUCTIONS;

	(void)state;
	assert_true(clock_unit__find("nanoseconds", &unit));
	assert_int_equal(unit, CLOCK_NANOSECONDS);
	assert_true(clock_unit__find("instructions", &unit));
	assert_int_equal(unit, CLOCK_INSTRUCTIONS);
	assert_false(clock_unit__find("ns", &unit));
	assert_false(clock_unit__find("", &unit));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_units_are_found_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
