// SPDX-License-Identifier: GPL-2.0-or-later
/* The marks; where they are in a program is tests/unit/explain/test_guest_points.c's. */
#include "tests/unit/support.h"

#include "bench/machine/arch.h"
#include "bench/machine/clock_points.h"

/* The plugin finds the one from which the others count by these bytes. */
static void test_bytes_of_the_first_point(void **state)
{
	static const uint8_t bytes[] = { ARCH_POINT_ROUNDS_BYTES };
	const uint8_t *code = (const uint8_t *)(uintptr_t)clock_points__mark_rounds;

	(void)state;
	assert_non_null(memmem(code, 64, bytes, sizeof(bytes)));
}

static void test_marks_may_be_passed(void **state)
{
	(void)state;
	clock_points__mark_rounds();
	clock_points__mark_trial_begin();
	clock_points__mark_trial_end();
	clock_points__mark_rounds_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes_of_the_first_point),
		cmocka_unit_test(test_marks_may_be_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
