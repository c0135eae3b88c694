// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/attach_cost_support.h"

#include "report/tables/attach_cost_print.h"

static char *text;

static void print(const char *name)
{
	const struct attach_cost_format *f = attach_cost_formats;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	while (strcmp(f->name, name) != 0)
		f++;
	f->print(&cost, file);
	fclose(file);
}

static int setup(void **state)
{
	(void)state;
	make_cost();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	attach_cost__free(&cost);
	free(text);
	text = NULL;
	return 0;
}

static void assert_has(const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_table(void **state)
{
	(void)state;
	print("table");
	assert_has("Attaching on 6.12\n");
	assert_has("instructions of the caller");
	assert_has(
		"kprobe                   1        1,000           500         1,000     500.0     500.0 ");
	assert_has("  66.67 %\n");
	assert_has("Medians of 3 repeats.");
	assert_has("fentry                 all refused: not here, \"never\"\n");
}

static void test_table_without_spread(void **state)
{
	(void)state;
	cost.n = 3;
	cost.unit = CLOCK_NANOSECONDS;
	print("table");
	assert_has("All 3 repeats are the same.");
	assert_has("processor time of the caller, ns");
}

static void test_csv(void **state)
{
	(void)state;
	print("csv");
	assert_has("kernel,unit,backend,functions,repeat,load_in_unit,attach_in_unit,"
		   "detach_in_unit,load_ns,attach_ns,detach_ns,reason\n");
	assert_has("6.12,instructions,kprobe,10,2,1000,2000,1000,2000000000,");
	assert_has("6.12,instructions,fentry,,1,,,,,,,\"not here, \"\"never\"\"\"\n");
}

static void test_json(void **state)
{
	json_t *json;

	(void)state;
	print("json");
	json = json_loads(text, 0, NULL);
	assert_int_equal(json_array_size(json_object_get(json, "trials")), 7);
	json_decref(json);
}

#define on_cost(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_cost(test_table),
		on_cost(test_table_without_spread),
		on_cost(test_csv),
		on_cost(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
