// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/plots/plots.h"

static void test_every_plot_has_a_name_and_a_help(void **state)
{
	const struct plot_kind *kind;
	size_t n = 0;

	(void)state;
	for (; (kind = plots__kind(n)); n++) {
		/* gnuplot takes letters, digits and underscores for a name. */
		assert_int_equal(strspn(kind->name, "abcdefghijklmnopqrstuvwxyz_"),
				 strlen(kind->name));
		assert_true(kind->help[0]);
		for (size_t i = 0; i < n; i++)
			assert_string_not_equal(kind->name, plots__kind(i)->name);
	}
	assert_int_equal(n, 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_plot_has_a_name_and_a_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
