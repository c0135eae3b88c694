// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/drivers_support.h"

#include "report/tables/drivers_print.h"
#include "report/tables/explanation_print.h"

static struct run run;
static struct drivers drivers;

static int setup(void **state)
{
	struct summary summary;

	(void)state;
	make_run_with_drivers(&run, &summary);
	return drivers__make(&run, &summary, &drivers);
}

static int teardown(void **state)
{
	(void)state;
	drivers__free(&drivers);
	run__free(&run);
	return 0;
}

static char *print_as(const char *format, bool change)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	for (const struct drivers_format *f = drivers_formats; f->name; f++)
		if (!strcmp(f->name, format) && change)
			f->print_change(&drivers, &drivers, file);
		else if (!strcmp(f->name, format))
			f->print(&drivers, file);
	fclose(file);
	return text;
}

static void assert_has(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("there is no \"%s\" in:\n%s", wanted, text);
}

static void test_table(void **state)
{
	char *text = print_as("table", false);

	(void)state;
	assert_has(text, "driver                     none       kprobe       fentry\n");
	assert_has(text, "instructions               2000         +400         +100\n");
	assert_has(text, "locked                        7           +1           -7\n"
			 "  lock add                    7            -           -7\n"
			 "  xchg                        -           +1            -\n");
	assert_has(text, "breakpoints                   -           +1            -\n");
	assert_null(strstr(text, "\nstores"));
	assert_has(text, "        +402  kprobe_handler               1 locked, 2 traps, 100 loads, "
			 "1 entries, 1 breakpoints, 12 code_lines, 5 data_lines\n");
	/* One line of data less is no news. */
	assert_null(strstr(text, "+0  entry "));
	assert_has(text, "kprobe: 14 lines in 600 of 980 operations; in all, 12 to 15 lines");
	free(text);
}

static void test_company_is_in_the_heading(void **state)
{
	char *text;

	(void)state;
	strcpy(drivers.plan.beside, "fentry");
	text = print_as("table", false);
	assert_has(text, "payload count\nbeside fentry\nWhat makes");
	free(text);
	text = print_as("table", true);
	assert_has(text, "payload count\nbeside fentry\nChanges in");
	free(text);
	drivers.plan.beside[0] = '\0';
}

static void test_json(void **state)
{
	char *text = print_as("json", false);
	json_t *json = json_loads(text, 0, NULL), *kprobe, *counts;

	(void)state;
	assert_non_null(json);
	kprobe = json_array_get(json_object_get(json, "backends"), 1);
	assert_true(json_is_true(json_object_get(kprobe, "exact")));
	counts = json_object_get(kprobe, "drivers");
	assert_int_equal(json_object_size(counts), N_DRIVERS);
	counts = json_object_get(counts, "loads");
	assert_int_equal(json_integer_value(json_object_get(counts, "difference")), 100);
	counts = json_object_get(json_object_get(json_object_get(kprobe, "kinds"), "locked"),
				 "xchg");
	assert_int_equal(json_integer_value(json_object_get(counts, "hook")), 1);
	assert_int_equal(json_array_size(json_object_get(kprobe, "functions")), 3);
	json_decref(json);
	free(text);
}

static void test_csv(void **state)
{
	char *text = print_as("csv", false);

	(void)state;
	assert_has(
		text,
		"kernel,backend,function,driver,kind,none,hook,difference,hooked,beside,elsewhere,copies,pid_filter\n");
	assert_has(text, "\n6.12.0-test,kprobe,,locked,,7,8,1,do_unlinkat,,,1,false\n");
	assert_has(text, "\n6.12.0-test,kprobe,,locked,xchg,0,1,1,do_unlinkat,");
	assert_has(text, "\n6.12.0-test,kprobe,kprobe_handler,loads,,0,100,100,do_unlinkat,");
	assert_null(strstr(text, "stores"));
	free(text);
}

static void test_changes(void **state)
{
	char *table = print_as("table", true), *csv = print_as("csv", true),
	     *json = print_as("json", true);

	(void)state;
	assert_has(table, "          +0      400      400  instructions\n");
	assert_has(csv, "\nkprobe,locked,1,1,0\n");
	assert_has(json, "\"difference\": 0");
	free(table);
	free(csv);
	free(json);
}

/* --format is one option for both. */
static void test_formats_are_the_same(void **state)
{
	size_t i = 0;

	(void)state;
	for (; explanation_formats[i].name; i++)
		assert_string_equal(explanation_formats[i].name, drivers_formats[i].name);
	assert_null(drivers_formats[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),	cmocka_unit_test(test_company_is_in_the_heading),
		cmocka_unit_test(test_json),	cmocka_unit_test(test_csv),
		cmocka_unit_test(test_changes), cmocka_unit_test(test_formats_are_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
