// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_first(const struct report *r, FILE *file)
{
	html_facts__write(&r->runs[0], file);
}

static void write_facts(void)
{
	free(text);
	text = NULL;
	write_report(write_first);
}

#define ROW(name, value) "<tr><th scope=\"row\">" name "</th><td>" value "</td></tr>\n"

static void test_tables(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_facts();
	assert_int_equal(count_of("<table class=\"facts\">"), 3); /* no VM */
	assert_says(ROW("kernel release", "6.12"));
	assert_says(ROW("unit", "instructions"));
	assert_says(ROW("programs: kprobe", "crc32:01234567"));
	assert_says(ROW("backends", "none, kprobe, fentry"));
	report_runs[0].run.vm = json_pack("{s:s}", "cpu_model", "qemu64");
	write_facts();
	assert_says("<caption>Virtual machine</caption>");
	assert_says(ROW("cpu model", "qemu64"));
}

/* A stored environment may contain any JSON. */
static void test_values(void **state)
{
	json_t *environment = add_run("6.12", 1, 0)->run.environment;

	(void)state;
	json_object_update_new(
		environment,
		json_pack("{s:s, s:s, s:i, s:f, s:b, s:b, s:n, s:[], s:[s,i,{}], s:{s:s, s:{}}}",
			  "markup_<b>", "<i>&", "empty_text", "", "count", -7, "number", 0.5, "on",
			  1, "off", 0, "missing", "no_list", "list", "a", 3, "above", "inner", "x",
			  "deeper"));
	write_facts();
	assert_says(ROW("markup &lt;b&gt;", "&lt;i&gt;&amp;"));
	assert_says(ROW("empty text", "(empty)"));
	assert_says(ROW("count", "-7"));
	assert_says(ROW("number", "0.5"));
	assert_says(ROW("on", "yes"));
	assert_says(ROW("off", "no"));
	assert_says(ROW("missing", "<span class=\"none\">none, or unknown</span>"));
	assert_says(ROW("no list", "(empty)"));
	assert_says(ROW("list", "a, 3, "));
	assert_says(ROW("above: inner", "x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_tables),
		on_report(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
