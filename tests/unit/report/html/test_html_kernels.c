// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void test_changes(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	add_run("7.3", 2, 16);
	write_report(html_kernels__write);
	/* A panel for each hook, none for the reference. */
	assert_int_equal(count_of("<figure class=\"trend\">"), 2);
	assert_says("kprobe: +400 instructions on 6.1, +416 on 7.3; 1 change\"");
	assert_says("fentry: +100 instructions on 6.1, +100 on 7.3; 0 changes\"");
	assert_says("<title>kprobe on 6.12: +416 instructions, +16 from before</title>");
	assert_says("class=\"worse\"");
	assert_says_not("class=\"better\"");
}

/* Times that differ by chance are no change, and have intervals. */
static void test_times(void **state)
{
	(void)state;
	make_time(add_run("6.1", 12, 0), 400, 100, 20);
	make_time(add_run("6.12", 12, 0), 403, 2000, 20);
	write_report(html_kernels__write);
	assert_says("on 6.12; 0 changes");
	assert_says("on 6.12; 1 change\"");
	assert_true(count_of("<path stroke=\"#D55E00\"") == 2);
}

/* Runs that differ on purpose, or in their unit, are no row of changes. */
static void test_others(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_report(html_kernels__write);
	assert_string_equal(text, "");
	free(text);
	text = NULL;
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_report(html_kernels__write);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_changes),
		on_report(test_times),
		on_report(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
