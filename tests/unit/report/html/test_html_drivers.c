// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"
#include "tests/unit/drivers_support.h"

static void write_all(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		html_drivers__write(&r->runs[i], file);
}

static void write_drivers(void)
{
	free(text);
	text = NULL;
	write_report(write_all);
}

static void test_table(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	run->drivers = json_of(drivers_text);
	write_drivers();
	assert_says("<h3>What makes the instructions dear</h3>");
	assert_says("<th scope=\"col\" class=\"number\">kprobe</th>");
	assert_says("<th scope=\"row\"><code>barriers</code>");
	/* As bars, by their kind. */
	assert_int_equal(count_of("<figure class=\"bars\">"), 1);
	assert_says("title=\"kprobe, traps: +2 instructions");
	assert_says("</i>locked</li>");
	assert_says("<td class=\"number\">3</td><td class=\"number\">-1</td>"
		    "<td class=\"number\">-3</td></tr>");
	assert_says("The classes and the functions add up exactly.");
	assert_says("<code>kprobe_handler</code></th><td class=\"number\">+402</td>"
		    "<td>1 locked, 2 traps, 100 loads");
	assert_int_equal(count_of("<code>stores</code>"), 0);
	/* Of two hooks, and what it means. */
	assert_int_equal(count_of("<details>"), 3);
}

static void test_foreign_names(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;
	json_t *trial;

	(void)state;
	run->drivers = json_of(drivers_text);
	trial = json_array_get(json_object_get(run->drivers, "trials"), 1);
	json_object_set_new(json_object_get(trial, "functions"), "<b>",
			    json_of("{'instructions': 1}"));
	write_drivers();
	assert_says("<code>&lt;b&gt;</code>");
	assert_says("The parts do not add up: do not rely on them.");
	assert_says_not("title=\"kprobe, traps");
}

static void test_nothing_to_write(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	write_drivers();
	assert_string_equal(text, "");
	log_begin();
	run->drivers = json_of("{'schema': 'hookbench-drivers/2'}");
	write_drivers();
	assert_string_equal(text, "");
	json_decref(run->drivers);
	run->drivers = json_of("{'schema': 'hookbench-drivers/2', 'trials': 7}");
	write_drivers();
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_table),
		on_report(test_foreign_names),
		on_report(test_nothing_to_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
