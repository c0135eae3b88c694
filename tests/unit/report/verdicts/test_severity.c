// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/verdicts/severity.h"

static const char *in_unit(double base, double new_value, enum clock_unit unit)
{
	double difference = new_value - base;

	return severity__name(
		severity__of(difference, base > 0 ? 100 * difference / base : NAN, unit));
}

static const char *severity(double base, double new_value)
{
	return in_unit(base, new_value, CLOCK_INSTRUCTIONS);
}

/* One instruction of 140 is not the news that 1,349 of 5,749 are. */
static void test_severity(void **state)
{
	(void)state;
	assert_string_equal(severity(140, 141), "slight");
	assert_string_equal(severity(5749, 5749 + 1349), "severe");
	assert_string_equal(severity(1000, 1009), "slight");
	assert_string_equal(severity(1000, 1010), "moderate");
	assert_string_equal(severity(1000, 1099), "moderate");
	assert_string_equal(severity(1000, 1100), "severe");
	/* Of a cheap hook, one instruction is many per cent, and still one instruction. */
	assert_string_equal(severity(4, 5), "slight");
	assert_string_equal(severity(43, 52), "moderate");
	assert_string_equal(severity(43, 53), "severe");
	assert_string_equal(severity(0, 2), "slight");
	assert_string_equal(severity(0, 20), "severe");
	assert_string_equal(severity(100, NAN), "severe");
	assert_string_equal(in_unit(40, 45, CLOCK_NANOSECONDS), "severe");
	assert_string_equal(in_unit(400, 402, CLOCK_NANOSECONDS), "slight");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_severity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
