// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_first(const struct report *r, FILE *file)
{
	html_operations__write(&r->runs[0], file);
}

static void write_operations(void)
{
	free(text);
	text = NULL;
	write_report(write_first);
}

static void test_nothing_in_instructions(void **state)
{
	(void)state;
	add_run("6.12", 12, 0);
	write_operations();
	assert_string_equal(text, "");
}

/* The cells of kprobe's trials lie 400 higher than those of none, whatever their medians are. */
static void test_parts_with_intervals_and_control(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 300, 100, 0);
	write_operations();
	assert_says(
		"<caption>What is added to which operations, in ns, each with its 95 % interval. "
		"The fastest quarter of each trial");
	assert_says("class=\"number\">the fastest quarter of operations</th>");
	assert_says("<tr><th scope=\"row\">control</th><td class=\"number\">0 [0 to 0]</td>");
	assert_says("<th scope=\"row\">kprobe</th><td class=\"number\">+300 [299 to 301]</td>"
		    "<td class=\"number\">+300 [299 to 301]</td>");
	assert_says_not("<th scope=\"row\">none</th>");
	assert_says_not("<li>");
	/* The time of an emulated CPU is none of hardware. */
	run->vm = json_pack("{s:s}", "accelerator", "tcg");
	write_operations();
	assert_says("in emulated ns, each");
}

/* Where the intervals leave something open, it is said. */
static void test_no_difference_and_too_noisy_to_tell(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 5000, 200);
	write_operations();
	assert_says("<ul>\n<li>kprobe: too noisy to tell: up to ");
	assert_says_not("<li>fentry");
	make_time(&report_runs[0], 0, 0, 1);
	write_operations();
	assert_says("<li>kprobe: no difference from none, of more than ");
	assert_says("<li>fentry: no difference from none, of more than ");
}

/* Without intervals, there is no figure that looks like one. */
static void test_too_few_rounds(void **state)
{
	(void)state;
	make_time(add_run("6.12", 2, 0), 400, 100, 10);
	write_operations();
	assert_says_not("fastest quarter");
	assert_says("<li>kprobe: too few rounds for an interval");
	assert_says_not("nan");
}

/* A command's trials are single runs. */
static void test_commands(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 100, 0);
	strcpy(report_runs[0].run.plan.command, "true");
	write_operations();
	assert_string_equal(text, "");
}

/* Names come from stored runs. */
static void test_names_are_encoded(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 400, 100, 0);
	strcpy(run->plan.backends[1], "<b>");
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "kprobe"))
			strcpy(run->trials[i].backend, "<b>");
	write_operations();
	assert_says("<th scope=\"row\">&lt;b&gt;</th>");
	assert_says_not("<b>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_nothing_in_instructions),
		on_report(test_parts_with_intervals_and_control),
		on_report(test_no_difference_and_too_noisy_to_tell),
		on_report(test_too_few_rounds),
		on_report(test_commands),
		on_report(test_names_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
