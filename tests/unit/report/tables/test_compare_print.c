// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/comparison_support.h"

#include "report/tables/compare_print.h"

static char *text;

static int setup(void **state)
{
	(void)state;
	comparison_begin();
	add_row("none", 2000, 2100, VERDICT_NONE);
	strcpy(add_row("kprobe", 400, 416, VERDICT_REGRESSION)->note, "mainly f +16");
	add_row("fentry", 100, 100, VERDICT_SAME);
	add_row("tp", 300, NAN, VERDICT_NOT_COMPARABLE);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	return 0;
}

static void print_as(const char *name)
{
	const struct comparison_format *f = comparison_formats;
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	while (strcmp(f->name, name) != 0) {
		f++;
		assert_non_null(f->name);
	}
	f->print(&comparison, (struct comparison_names){ "old \"<1>\"", "new" }, file);
	fclose(file);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_table(void **state)
{
	(void)state;
	print_as("table");
	assert_string_equal(
		text,
		"base: old \"<1>\"\nnew:  new\nunit: instructions per operation, overhead over "
		"none\n\n"
		"backend               base       new     vs base\n"
		"kprobe                 400       416         +16    +4.0 %  regression, moderate\n"
		"  mainly f +16\n"
		"tp                     300         -           -         -  not comparable\n"
		"fentry                 100       100           ~            same\n"
		"none (cost)          2,000     2,100        +100    +5.0 %\n"
		"\nRegression: kprobe costs 16 instructions more (+4.0 %, moderate); 1 is not "
		"comparable, 1 costs the same.\n");
}

static void test_what_stands_below(void **state)
{
	(void)state;
	comparison.caveat = "One run a side.";
	obstacle__add(&comparison.obstacle, "different %s", "clock");
	comparison.n_facts = 1;
	comparison.facts[0] = (struct comparison_fact){ "vm.qemu", "", "8.2" };
	print_as("table");
	assert_says(
		"\n\nOther differences:\n  vm.qemu: unknown -> 8.2\n\nOne run a side.\n\nNOT COMPARABLE: different clock\n\nRegression: ");
	comparison.verdict = VERDICT_NOT_COMPARABLE;
	print_as("table");
	assert_says("\n\nOne run a side.\n\nNOT COMPARABLE: different clock.\n");
	print_as("markdown");
	assert_says("<details><summary>Other differences</summary>\n\n- vm.qemu: `` → `8.2`\n");
	print_as("ktap");
	assert_says("# not comparable: different clock\n");
}

/* An interval only where there is one, and never of exact numbers. */
static void test_interval(void **state)
{
	(void)state;
	comparison.rows[1].low = 7;
	comparison.rows[1].high = 25;
	print_as("table");
	assert_null(strstr(text, "[7 25]"));
	comparison.unit = CLOCK_NANOSECONDS;
	print_as("table");
	assert_says("+16 [7 25]");
}

static void test_markdown(void **state)
{
	(void)state;
	print_as("markdown");
	assert_says("**hookbench: regression**, `old \"<1>\"` → `new`, instructions per operation");
	assert_says("\n\nRegression: kprobe costs 16 instructions more (+4.0 %, moderate); ");
	assert_says("| kprobe | 400 | 416 | +16 | +4.0 % | regression, moderate: mainly f +16 |\n");
	assert_says("| fentry | 100 | 100 | \\~ |  | same |\n");
}

static void test_csv_and_json(void **state)
{
	json_t *json;

	(void)state;
	print_as("csv");
	assert_int_equal(strncmp(text, "backend,base_in_unit,new_in_unit,", 33), 0);
	assert_says("\nkprobe,400,416,16,,,4,,regression,mainly f +16,moderate\n");
	assert_says("\ntp,300,,,");
	print_as("json");
	json = json_loads(text, 0, NULL);
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 4);
	json_decref(json);
}

/* For CI: a regression fails, what could not be judged is skipped. */
static void test_junit(void **state)
{
	(void)state;
	strcpy(comparison.rows[1].note, "a \x01 & \"b\"");
	print_as("junit");
	assert_says("<testsuite name=\"hookbench old &quot;&lt;1&gt;&quot; -> new\" tests=\"4\" "
		    "failures=\"1\" skipped=\"1\">\n");
	assert_says("name=\"kprobe\">\n    <failure message=\"400 -&gt; 416 instructions (+16, "
		    "+4.0 %): regression, moderate: a &#xfffd; &amp; &quot;b&quot;\"/>");
	assert_says("name=\"tp\">\n    <skipped message=");
	assert_says("name=\"fentry\">\n    <system-out>100 -&gt; 100 instructions (~): "
		    "same</system-out>");
}

static void test_ktap(void **state)
{
	(void)state;
	print_as("ktap");
	assert_int_equal(strncmp(text, "KTAP version 1\n", 15), 0);
	assert_says("\n1..4\n");
	assert_says("\nnot ok 2 kprobe\n");
	assert_says("\nok 3 fentry\n");
	assert_says("\nok 4 tp # SKIP");
}

#define on_comparison(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_comparison(test_table),	  on_comparison(test_what_stands_below),
		on_comparison(test_interval),	  on_comparison(test_markdown),
		on_comparison(test_csv_and_json), on_comparison(test_junit),
		on_comparison(test_ktap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
