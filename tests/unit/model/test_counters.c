// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/maybe_count.h"
#include "bench/model/counters.h"

static void test_sums(void **state)
{
	struct counters total = { 0 }, some = counters_unknown;

	(void)state;
	some.user_cycles = 7;
	counters__add(&total, &some);
	counters__add(&total, &some);
	assert_int_equal(total.user_cycles, 14);
	assert_int_equal(total.kernel_cycles, COUNT_UNKNOWN);
}

static void test_rows_are_members(void **state)
{
	struct counters c = counters_unknown;

	(void)state;
	for (const struct counter *k = counters_table; k->name; k++) {
		assert_int_equal(counters__value(&c, k), COUNT_UNKNOWN);
		*counters__member(&c, k) = (int64_t)k->offset;
	}
	assert_int_equal(c.kernel_cycles, offsetof(struct counters, kernel_cycles));
	assert_int_equal(c.user_itlb_misses, offsetof(struct counters, user_itlb_misses));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_rows_are_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
