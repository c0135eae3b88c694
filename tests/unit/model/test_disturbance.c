// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/maybe_count.h"
#include "bench/model/disturbance.h"

static void test_differences_and_sums(void **state)
{
	struct disturbance before = { .interrupts = 5,
				      .migrations = COUNT_UNKNOWN,
				      .throttles = 9 };
	struct disturbance after = { .interrupts = 12, .migrations = 3, .throttles = 8 };
	struct disturbance d = disturbance__between(&before, &after), total = { 0 };

	(void)state;
	assert_int_equal(d.interrupts, 7);
	assert_int_equal(d.migrations, COUNT_UNKNOWN);
	assert_int_equal(d.throttles, COUNT_UNKNOWN); /* it fell: a CPU went and came */
	assert_int_equal(d.minor_faults, 0);
	disturbance__add(&total, &d);
	disturbance__add(&total, &d);
	assert_int_equal(total.interrupts, 14);
	assert_int_equal(total.migrations, COUNT_UNKNOWN);
	d.interrupts = INT64_MAX;
	disturbance__add(&total, &d);
	assert_int_equal(total.interrupts, INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_differences_and_sums),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
