// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_matrix(void)
{
	free(text);
	text = NULL;
	write_report(html_matrix__write);
}

static void test_changes(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.<12>", 2, 16);
	write_matrix();
	assert_says("<th scope=\"row\">6.&lt;12&gt;</th>");
	assert_says("none <small>cost</small>");
	assert_says("kprobe <small>overhead</small>");
	assert_says("data-value=\"400\"><span class=\"value\">400</span></td>");
	assert_says("data-value=\"416\"><span class=\"value\">416</span> <span class=\"change "
		    "regression\"><b>+16</b> regression</span></td>");
	assert_says("<span class=\"change same\">same</span>");
	assert_says("Instructions are exact");
	assert_says_not("<tfoot>");
}

static void test_first_to_last(void **state)
{
	(void)state;
	add_run("6.1", 2, 16);
	add_run("6.12", 2, 16);
	add_run("6.13", 2, 0);
	write_matrix();
	assert_says("<tfoot><tr><th scope=\"row\">first to last</th>");
	assert_int_equal(count_of("change improvement\"><b>-16</b> improvement"), 2);
}

static void test_invalid(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	trial_of(&add_run("6.12", 2, 0)->run, 1, "kprobe")->missed = 1;
	write_matrix();
	assert_int_equal(count_of("<span class=\"verdict same\">valid</span>"), 1);
	assert_int_equal(count_of("<span class=\"verdict regression\">INVALID</span>"), 1);
}

/* A run that could not be measured is a row, with the reason. */
static void write_unmeasured(const struct report *r, FILE *file)
{
	struct report changed = *r;

	changed.matrix.rows[1].run = NULL;
	changed.matrix.rows[1].reason = "it does <not> boot";
	html_matrix__write(&changed, file);
}

static void test_unmeasured(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 0);
	write_report(write_unmeasured);
	assert_says(
		"<td colspan=\"4\" class=\"reason\">not measured: it does &lt;not&gt; boot</td>");
}

static void test_backend_of_one_run(void **state)
{
	struct run *run;

	(void)state;
	add_run("6.1", 1, 0);
	run = &add_run("6.12", 1, 0)->run;
	strcpy(run->plan.backends[1], "tp");
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "kprobe"))
			strcpy(run->trials[i].backend, "tp");
	write_matrix();
	assert_says("title=\"not measured\">\342\200\223</td>");
	assert_says("tp <small>overhead</small>");
}

static void test_incomparable(void **state)
{
	(void)state;
	add_run("6.1", 12, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_matrix();
	assert_says("Per operation, in each run&#39;s own unit.");
	assert_says("<p class=\"note\">6.1 and 6.12 cannot be compared: different clock");
	assert_says_not("class=\"change");
}

static void test_series(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	strcpy(add_run("6.12", 2, 16)->run.plan.payload, "empty");
	write_matrix();
	assert_says("The runs differ on purpose, so there is no verdict");
	assert_says_not("regression");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_changes),
		on_report(test_first_to_last),
		on_report(test_invalid),
		on_report(test_unmeasured),
		on_report(test_backend_of_one_run),
		on_report(test_incomparable),
		on_report(test_series),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
