// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/plots/gnuplot_script.h"

static void test_looks(void **state)
{
	const struct backend_look look = { 0x0A0B0C, 3, 12 };
	char text[SCRIPT_LOOK_SIZE];

	(void)state;
	assert_string_equal(gnuplot_script__line(look, text), "lc rgb 0x0A0B0C dt 3");
	assert_string_equal(gnuplot_script__mark(look, text), "lc rgb 0x0A0B0C pt 12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
