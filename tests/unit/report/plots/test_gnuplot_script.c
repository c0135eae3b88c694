// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/plots/gnuplot_script.h"

static void test_looks(void **state)
{
	(void)state;
	for (size_t i = 0; i < 40; i++) {
		assert_non_null(strstr(gnuplot_script__line(i), "lc rgb 0x"));
		assert_non_null(strstr(gnuplot_script__mark(i), " pt "));
	}
	/* The greys are the reference's and the control's alone. */
	for (size_t i = SCRIPT_LOOK_HOOKS; i < 100; i++) {
		assert_int_not_equal(gnuplot_script__colour(i),
				     gnuplot_script__colour(SCRIPT_LOOK_REFERENCE));
		assert_int_not_equal(gnuplot_script__colour(i),
				     gnuplot_script__colour(SCRIPT_LOOK_CONTROL));
	}
	for (size_t i = SCRIPT_LOOK_HOOKS; i < SCRIPT_LOOK_HOOKS + 7; i++)
		for (size_t k = SCRIPT_LOOK_HOOKS; k < i; k++)
			assert_int_not_equal(gnuplot_script__colour(i), gnuplot_script__colour(k));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
