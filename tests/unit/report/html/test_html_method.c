// SPDX-License-Identifier: GPL-2.0-or-later
/* Only what the runs did is explained. */
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_method(void)
{
	free(text);
	text = NULL;
	write_report(html_method__write);
}

static void test_instructions(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_method();
	assert_says("<h3>What is compared</h3>");
	assert_says("<h3>Instructions</h3>");
	assert_int_equal(count_of("<h3>"), 2);
}

static void test_time(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 400, 100, 10);
	run->plan.rate_hz = 10;
	write_method();
	assert_says("<h3>Nanoseconds</h3>");
	assert_says("<h3>Pace</h3>");
	assert_int_equal(count_of("<h3>"), 3);
	run->vm = json_pack("{s:s}", "accelerator", "tcg");
	strcpy(run->plan.command, "true");
	write_method();
	assert_says("<h3>Emulated time</h3>");
	assert_says("<h3>Commands</h3>");
	assert_int_equal(count_of("<h3>"), 5);
}

/* Of several runs, what any of them did. */
static void test_both(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_method();
	assert_says("<h3>Instructions</h3>");
	assert_says("<h3>Nanoseconds</h3>");
	assert_int_equal(count_of("<h3>"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_instructions),
		on_report(test_time),
		on_report(test_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
