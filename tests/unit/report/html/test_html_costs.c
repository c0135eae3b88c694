// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"
#include "tests/unit/drivers_support.h"

static void write_all(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		html_costs__write(r, &r->runs[i], file);
}

static void write_costs(void)
{
	free(text);
	text = NULL;
	write_report(write_all);
}

static void explain(struct run *run, int more)
{
	json_t *json = json_of(
		"{'schema': 'hookbench-explain/1', 'trials': ["
		"{'round': 1, 'backend': 'none', 'length': 2000, 'functions': {'f': 2000}},"
		"{'round': 1, 'backend': 'kprobe', 'length': 2400, 'operations': 9, 'used': 9,"
		" 'functions': {'f': 1990, 'kprobe_ftrace_handler': 410}},"
		"{'round': 1, 'backend': 'fentry', 'length': 2100,"
		" 'functions': {'f': 2000, '[bpf program]': 100}},"
		"{'round': 1, 'backend': 'none', 'control': true, 'length': 2000}]}");

	run->explain = json;
	trial_of(run, 1, "kprobe")->operation.figures.mode += more;
}

/* Cheapest first, without the reference and the control. */
static void test_order(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_costs();
	assert_says("<h3>What each hook adds</h3>");
	assert_true(strstr(text, "title=\"fentry: +100") < strstr(text, "title=\"kprobe: +400"));
	assert_int_equal(count_of("<li class=\"sure\">"), 2);
	assert_says("<figcaption>What each hook adds to a call, in instructions, cheapest first.<");
	assert_says_not("none</span>");
	assert_says_not("control");
}

static void test_groups(void **state)
{
	(void)state;
	explain(&add_run("6.12", 1, 0)->run, 0);
	write_costs();
	assert_says("<h3>Where the instructions go</h3>");
	assert_says("title=\"kprobe, dispatch: +410 instructions, 102.5 %\"");
	assert_says("title=\"kprobe, the rest: -10 instructions, -2.5 %\"");
	assert_says("title=\"fentry, the program: +100 instructions, 100.0 %\"");
	/* The same in numbers, with columns for what is spent. */
	assert_says("</i>dispatch</th>");
	assert_says_not("</i>mitigations</th>");
	assert_says("<tr><th scope=\"row\">kprobe</th><td class=\"number\">+410</td>"
		    "<td class=\"number none\">\342\200\223</td><td class=\"number\">-10</td>"
		    "<td class=\"number\">+400</td></tr>");
}

/* A user's program is its hooks and its body; its twin is a part, and no bar. */
static void test_program(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);

	(void)state;
	r->run.plan.n_programs = 1;
	strcpy(r->run.plan.programs[0].arm, "kprobe");
	strcpy(r->run.plan.programs[0].twin, "fentry");
	write_costs();
	assert_int_equal(count_of("<li class=\"sure\">"), 1);
	assert_says("title=\"kprobe, its hooks: +100 instructions, 25.0 %\"");
	assert_says("title=\"kprobe, its body: +300 instructions, 75.0 %\"");
}

/* Parts that do not add up are not drawn. */
static void test_wrong_sum(void **state)
{
	(void)state;
	explain(&add_run("6.12", 1, 0)->run, 7);
	write_costs();
	assert_says("title=\"kprobe: +407 instructions\"");
	assert_says("The sum does not equal the overhead: do not rely on it.");
}

static void test_noise(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 2000, 900);
	write_costs();
	assert_says("<li class=\"unsure\"><span class=\"bar-name\"><i class=\"swatch\" "
		    "style=\"--part:#D55E00\"></i>kprobe");
	assert_says("<span class=\"bar-note\">too noisy to tell: up to ");
	assert_int_equal(count_of("class=\"unsure\""), 1);
	assert_int_equal(count_of("class=\"whisker\""), 2);
	assert_says(
		"<figcaption>What each hook adds to a call, in ns, cheapest first; lines are the");
}

/* The page of many runs stays small. */
static void test_many_runs(void **state)
{
	(void)state;
	explain(&add_run("6.12", 1, 0)->run, 0);
	write_costs();
	assert_says("<h3>Where the instructions go</h3>");
	report.n = 13;
	free(text);
	text = NULL;
	{
		size_t size;
		FILE *file = open_memstream(&text, &size);

		html_costs__write(&report, &report_runs[0], file);
		assert_int_equal(fclose(file), 0);
	}
	report.n = 1;
	assert_says("<h3>What each hook adds</h3>");
	assert_says("Where these go is on the page of this run alone.");
	assert_says_not("<details>");
}

static void test_no_hook(void **state)
{
	struct report_run *r = add_run("6.12", 2, 0);

	(void)state;
	for (size_t i = 0; i < r->run.n_trials; i++)
		strcpy(r->run.trials[i].backend, "none");
	r->run.plan.n_backends = 1;
	write_costs();
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_order),	   on_report(test_groups), on_report(test_wrong_sum),
		on_report(test_program),   on_report(test_noise),  on_report(test_no_hook),
		on_report(test_many_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
