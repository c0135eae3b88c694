// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_page(const struct report_run *r)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	html_programs__write(r, file);
	fclose(file);
}

static void test_nothing_without_programs(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);

	(void)state;
	finish_report();
	write_page(r);
	assert_string_equal(text, "");
}

/* kprobe stands for a program, fentry for its twin. */
static void test_parts_and_facts(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);
	struct program_fact fact;

	(void)state;
	r->run.plan.n_programs = 1;
	strcpy(r->run.plan.programs[0].arm, "kprobe");
	strcpy(r->run.plan.programs[0].twin, "fentry");
	program_fact__init(&fact, "kprobe");
	strcpy(fact.name, "enter<b>");
	strcpy(fact.section, "fentry/do_unlinkat");
	strcpy(fact.reason, "this kernel lacks it");
	assert_int_equal(program_facts__add(&r->run.facts, &fact, 1), 0);
	finish_report();
	write_page(r);
	assert_non_null(strstr(text,
			       "<th scope=\"row\">kprobe</th><td class=\"number\">+400</td>"
			       "<td class=\"number\">+100</td><td class=\"number\">+300</td>"));
	assert_non_null(strstr(text, "enter&lt;b&gt;"));
	assert_non_null(strstr(text, "was not attached: this kernel lacks it"));
	assert_null(strstr(text, "<b>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_without_programs, report_setup,
						report_teardown),
		cmocka_unit_test_setup_teardown(test_parts_and_facts, report_setup,
						report_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
