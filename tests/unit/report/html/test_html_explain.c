// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"
#include "tests/unit/drivers_support.h"

static void write_all(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		html_costs__write(r, &r->runs[i], file);
}

static void write_explain(void)
{
	free(text);
	text = NULL;
	write_report(write_all);
}

/* One trial of none (2000), of kprobe (2400), of fentry (2100), and the control's. */
static void explain(struct run *run)
{
	static const char json[] =
		"{'schema': 'hookbench-explain/1', 'trials': ["
		"{'round': 1, 'backend': 'none', 'length': 2000, 'functions': {'f': 2000},"
		" 'stacks': {'m;f': 2000}},"
		"{'round': 1, 'backend': 'kprobe', 'length': 2400, 'operations': 1000, 'used': 900,"
		" 'functions': {'f': 1990, 'kprobe_ftrace_handler': 410},"
		" 'stacks': {'m;f': 1990, 'm;kprobe_ftrace_handler': 410}},"
		"{'round': 1, 'backend': 'fentry', 'length': 2100,"
		" 'functions': {'f': 2000, '<b>': 100}},"
		"{'round': 1, 'backend': 'none', 'control': true, 'length': 2000}]}";
	char *text_of = strdup(json);

	for (char *c = text_of; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	run->explain = json_loads(text_of, 0, NULL);
	assert_non_null(run->explain);
	free(text_of);
}

static void test_functions(void **state)
{
	(void)state;
	explain(&add_run("6.12", 1, 0)->run);
	write_explain();
	assert_says("<summary>kprobe: where its +400 instructions are spent</summary>");
	assert_says("<code>kprobe_ftrace_handler</code></th>"
		    "<td><i class=\"swatch\" style=\"--part:#6FA9D6\"></i>dispatch</td>"
		    "<td class=\"number\">+410</td><td class=\"number\">102.5 %</td>");
	assert_says("<th scope=\"row\">Sum</th><td></td><td class=\"number\">+400</td>"
		    "<td class=\"number\">100.0 %</td>");
	assert_says("From 900 of 1,000 operations per trial");
	assert_says("The sum equals the overhead exactly.");
	assert_says("<code>&lt;b&gt;</code>");
	/* Of the reference itself there is no table; of a backend without stacks, no graph. */
	assert_int_equal(count_of("<details>"), 2);
	assert_int_equal(count_of("<figure class=\"flame\">"), 2);
	assert_int_equal(count_of("<figure class=\"bars\">"), 1);
}

/* By what was counted of each function: with the hook, and over none. */
static void test_flame_by_driver(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	explain(run);
	run->drivers = json_of(
		"{'trials': ["
		"{'round': 1, 'backend': 'none', 'functions': {'f': {'loads': 7, 'stack': 64}}},"
		"{'round': 1, 'backend': 'kprobe', 'functions': {'f': {'loads': 7, 'stack': 64},"
		" 'kprobe_ftrace_handler': {'loads': 12, 'stack': 320}}},"
		"{'round': 1, 'backend': 'fentry', 'functions': {'f': {'loads': -9}}}]}");
	report.flame_by = &driver_table[DRIVER_LOADS];
	write_explain();
	assert_says("kprobe_ftrace_handler: 410 instructions, 100.0 %; 12 loads</title>");
	assert_says("f: 1,990 instructions, 82.9 %; 7 loads</title>");
	assert_says("fill=\"currentColor\">loads:</text>");
	assert_int_equal(count_of("; 7 loads"), 1);
	report.flame_by = &driver_table[DRIVER_STACK];
	write_explain();
	assert_int_equal(count_of("; 320 stack</title>"), 2);
	assert_int_equal(count_of("; 64 stack</title>"), 1);
	report.flame_by = NULL;
	write_explain();
	assert_int_equal(count_of("; 320 stack"), 0);
	assert_int_equal(count_of("loads:"), 0);
}

static void test_sum_that_is_wrong(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	explain(run);
	trial_of(run, 1, "kprobe")->operation.figures.mode += 1;
	write_explain();
	assert_says("The sum does not equal the overhead: do not rely on it.");
}

static void test_many_functions(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;
	json_t *functions;

	(void)state;
	explain(run);
	functions = json_object_get(json_array_get(json_object_get(run->explain, "trials"), 2),
				    "functions");
	json_object_del(functions, "<b>");
	for (int i = 0; i < 20; i++) {
		char name[16];

		snprintf(name, sizeof(name), "f%d", i);
		json_object_set_new(functions, name, json_integer(5));
	}
	write_explain();
	assert_says("<th scope=\"row\">5 more functions</th><td></td><td class=\"number\">+25</td>"
		    "<td class=\"number\">25.0 %</td>");
}

/* Graphs of several runs would make the page too large. */
static void test_several_runs(void **state)
{
	(void)state;
	explain(&add_run("6.12", 1, 0)->run);
	add_run("6.13", 1, 0);
	write_explain();
	assert_int_equal(count_of("<h3>Where the instructions go"), 1);
	assert_int_equal(count_of("<h3>What each hook adds"), 1);
	assert_int_equal(count_of("<details>"), 2);
	assert_int_equal(count_of("<figure class=\"flame\">"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_functions),	   on_report(test_flame_by_driver),
		on_report(test_sum_that_is_wrong), on_report(test_many_functions),
		on_report(test_several_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
