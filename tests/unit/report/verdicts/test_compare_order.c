// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/comparison_support.h"

#include "report/verdicts/compare_order.h"

static int setup(void **state)
{
	(void)state;
	comparison_begin();
	return 0;
}

static void assert_order(const char *names)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
	char order[256] = "";

	compare_order__sort(&comparison, rows);
	for (size_t i = 0; i < comparison.n; i++) {
		strcat(order, rows[i]->backend);
		strcat(order, " ");
	}
	assert_string_equal(order, names);
}

static void test_the_worst_is_read_first(void **state)
{
	(void)state;
	add_row("none", 7000, 9000, VERDICT_NONE);
	add_row("a", 100, 101, VERDICT_REGRESSION);
	add_row("same", 100, 100, VERDICT_SAME);
	add_row("b", 1000, 1500, VERDICT_REGRESSION);
	add_row("less", 100, 90, VERDICT_IMPROVEMENT);
	add_row("new", NAN, 90, VERDICT_NEW);
	add_row("gone", 100, NAN, VERDICT_REGRESSION);
	add_row("same2", 100, 100, VERDICT_SAME);
	assert_order("gone b a less new same same2 none ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_the_worst_is_read_first, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
