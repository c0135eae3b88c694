// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/driver.h"

static void test_rows(void **state)
{
	(void)state;
	for (int i = 0; i < N_DRIVERS; i++) {
		const struct driver *d = &driver_table[i];

		assert_non_null(d->key);
		assert_true(d->unit[0] && d->help[0]);
		assert_int_equal(driver__find(d->key), i);
		/* Each instruction is of one function, so a class adds up, too. */
		assert_true(!d->is_class || d->whole == WHOLE_SUM);
	}
	assert_int_equal(driver__find("cycles"), N_DRIVERS);
	assert_int_equal(driver__find(""), N_DRIVERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
