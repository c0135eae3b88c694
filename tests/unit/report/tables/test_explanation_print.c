// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/explanation_print.h"

static struct explained_function none_functions[20];
static char f[] = "do_unlinkat", g[] = "kprobe_ftrace_handler", h[] = "extra";
static struct explained_function kprobe_functions[] = {
	{ g, GROUP_DISPATCH, 0, 420 },
	{ f, GROUP_REST, 100, 80 },
};
static struct explained_function later_functions[] = {
	{ g, GROUP_DISPATCH, 0, 420 },
	{ h, GROUP_REST, 0, 16 },
	{ f, GROUP_REST, 100, 80 },
};
static struct explained before_v[2], after_v[2];
static struct explanation before, after;
static char *text;

static int setup(void **state)
{
	static char names[COUNT_OF(none_functions)][8];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none_functions); i++) {
		snprintf(names[i], sizeof(names[i]), "n%zu", i);
		none_functions[i] =
			(struct explained_function){ names[i], GROUP_REST, 0, i ? 10 : 1810 };
	}
	before_v[0] = (struct explained){ .backend = "none",
					  .reference = true,
					  .overhead = 2000,
					  .sum = 2000,
					  .exact = true,
					  .operations = 1000,
					  .used = 990,
					  .n = COUNT_OF(none_functions),
					  .functions = none_functions };
	before_v[1] =
		(struct explained){ .backend = "kprobe",
				    .overhead = 400,
				    .sum = 400,
				    .by_group = { [GROUP_DISPATCH] = 420, [GROUP_REST] = -20 },
				    .exact = true,
				    .operations = 1000,
				    .used = 980,
				    .n = COUNT_OF(kprobe_functions),
				    .functions = kprobe_functions };
	after_v[0] = before_v[0];
	after_v[1] = before_v[1];
	after_v[1].sum = after_v[1].overhead = 416;
	after_v[1].by_group[GROUP_REST] = -4;
	after_v[1].functions = later_functions;
	after_v[1].n = COUNT_OF(later_functions);
	before = (struct explanation){ .kernel = "6.1",
				       .workload = "create-unlink",
				       .payload = "count",
				       .hooked = "do_unlinkat",
				       .plan = { .copies = 1 },
				       .n = 2,
				       .v = before_v };
	after = before;
	strcpy(after.kernel, "6.12");
	after.v = after_v;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	return 0;
}

static const struct explanation_format *find(const char *name)
{
	const struct explanation_format *format = explanation_formats;

	while (strcmp(format->name, name) != 0) {
		format++;
		assert_non_null(format->name);
	}
	return format;
}

static void print_as(const char *name)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	find(name)->print(&before, file);
	fclose(file);
}

static void print_change_as(const char *name)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	find(name)->print_change(&before, &after, file);
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
	assert_int_equal(strncmp(text, "do_unlinkat on 6.1; create-unlink, payload count\n", 49),
			 0);
	assert_says("\nkprobe: +400 instructions (1000 operations, 980 of them counted)\n"
		    "instructions    share  function                     group\n"
		    "         420  105.0 %  kprobe_ftrace_handler        dispatch\n"
		    "         -20   -5.0 %  do_unlinkat                  the rest\n"
		    "         400  100.0 %  sum, the overhead of the run\n\n"
		    "         420  105.0 %  dispatch\n"
		    "         -20   -5.0 %  the rest\n");
	/* Of the reference, the largest; the rest is one row. */
	assert_says("          50    2.5 %  5 other functions\n"
		    "        2000  100.0 %  sum, the cost of none\n");
	assert_null(strstr(text, "  n15\n"));
}

static void test_company_is_in_the_heading(void **state)
{
	(void)state;
	strcpy(before.plan.beside, "fentry");
	strcpy(after.plan.beside, "fentry");
	print_as("table");
	assert_says("do_unlinkat on 6.1; create-unlink, payload count\nbeside fentry\nWhat each");
	print_change_as("table");
	assert_says(
		"do_unlinkat on 6.1 -> 6.12; create-unlink, payload count\nbeside fentry\nChanges in");
	before.plan.beside[0] = '\0';
	strcpy(after.hooked, "filename_unlinkat");
	print_change_as("table");
	assert_says(
		"do_unlinkat on 6.1 -> filename_unlinkat on 6.12; create-unlink, payload count\nalone -> beside fentry\nChanges in");
}

static void test_sum_that_is_wrong(void **state)
{
	(void)state;
	before_v[1].exact = false;
	before_v[1].overhead = 401;
	print_as("table");
	assert_says("INVALID: the overhead in the run is 401\n");
}

static void test_change(void **state)
{
	(void)state;
	print_change_as("table");
	assert_says("do_unlinkat on 6.1 -> 6.12; create-unlink, payload count\n");
	assert_says("\nkprobe: 400 -> 416 instructions, +16\n"
		    "  difference   before    after  function                     group\n"
		    "         +16        0       16  extra                        the rest\n"
		    "         +16      400      416  sum\n"
		    "         +16      -20       -4  the rest\n");
	assert_says("\nnone: 2000 -> 2000 instructions, +0\n");
	after.n = 1;
	print_change_as("table");
	assert_says("\nkprobe: not measured on 6.12\n");
}

static void test_csv(void **state)
{
	(void)state;
	strcpy(before.plan.beside, "fentry");
	before.plan.copies = 8;
	print_as("csv");
	assert_says("difference,hooked,beside,elsewhere,copies,pid_filter\n");
	assert_says("6.1,kprobe,do_unlinkat,the rest,100,80,-20,do_unlinkat,fentry,,8,false\n");
	print_change_as("csv");
	assert_string_equal(text, "backend,function,group,before,after,difference\n"
				  "kprobe,extra,the rest,0,16,16\n");
}

static void test_json(void **state)
{
	json_t *json, *backend;

	(void)state;
	strcpy(before.plan.elsewhere, "kprobe.multi:10");
	print_as("json");
	json = json_loads(text, 0, NULL);
	assert_string_equal(json_string_value(json_object_get(json, "hooked")), "do_unlinkat");
	assert_string_equal(json_string_value(json_object_get(json, "elsewhere")),
			    "kprobe.multi:10");
	assert_true(json_is_null(json_object_get(json, "beside")));
	assert_int_equal(json_integer_value(json_object_get(json, "copies")), 1);
	backend = json_array_get(json_object_get(json, "backends"), 1);
	assert_int_equal(json_integer_value(json_object_get(backend, "sum")), 400);
	assert_int_equal(
		json_integer_value(json_object_get(json_object_get(backend, "groups"), "dispatch")),
		420);
	assert_int_equal(json_array_size(json_object_get(backend, "functions")), 2);
	json_decref(json);
	print_change_as("json");
	json = json_loads(text, 0, NULL);
	backend = json_object_get(json, "hooks_before");
	assert_string_equal(json_string_value(json_object_get(backend, "elsewhere")),
			    "kprobe.multi:10");
	backend = json_object_get(json, "hooks_after");
	assert_true(json_is_null(json_object_get(backend, "elsewhere")));
	backend = json_array_get(json_object_get(json, "backends"), 1);
	assert_int_equal(json_integer_value(json_object_get(backend, "difference")), 16);
	json_decref(json);
}

static void test_folded(void **state)
{
	char line[64];
	FILE *file;

	(void)state;
	before_v[0].stacks = json_pack("{s:i}", "a;b", 5);
	before_v[1].stacks = json_pack("{s:i, s:i}", "a;b", 3, "a;hook", 400);
	before_v[1].none_stacks = before_v[0].stacks;
	assert_int_equal(explanation__write_folded(&before, "out/here"), 0);
	assert_int_equal(count_entries("out/here"), 3);
	file = fopen("out/here/kprobe-none.folded", "re");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "a;hook 400\n");
	assert_null(fgets(line, sizeof(line), file));
	fclose(file);
	make_file("file", "");
	log_begin();
	assert_int_not_equal(explanation__write_folded(&before, "file/out"), 0);
	assert_logs("cannot write stacks into file/out: ");
	json_decref(before_v[0].stacks);
	json_decref(before_v[1].stacks);
}

static int folder_and_setup(void **state)
{
	return setup(state) || folder_setup(state);
}

#define on_explanation(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_explanation(test_table),
		on_explanation(test_company_is_in_the_heading),
		on_explanation(test_sum_that_is_wrong),
		on_explanation(test_change),
		on_explanation(test_csv),
		on_explanation(test_json),
		cmocka_unit_test_setup_teardown(test_folded, folder_and_setup, folder_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
