// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/drivers_of_trial.h"

static const char kallsyms[] = "ffffffff81000000 T asm_exc_int3\n"
			       "ffffffff81000100 T asm_exc_page_fault\n"
			       "ffffffff81000200 T do_unlinkat\n"
			       "ffffffff81000300 T el1h_64_sync\n"
			       "ffffffff81000400 T do_mem_abort\n"
			       "ffffffff81000500 T entry_SYSCALL_64\n"
			       "ffffffff81000600 T asm_sysvec_apic_timer_interrupt\n"
			       "ffffffff81000700 T _etext\n";

#define TRIAL "trial 9 12 9 9\nv 7 4 2 3 3 5 2 1 2\nd 96 40 0\n"
/* Of user space and two functions, which share a line of data and one of code. */
#define PARTS                                                        \
	"i 7fff00000000 1\nx 0 0 0 cc\n"                             \
	"i ffffffff81000000 2\nx 2 0 0 f0480103\ns 96\nl 40\nl 41\n" \
	"i ffffffff81000102 2\nx 0 0 0 0faee8\n"                     \
	"i ffffffff810001fe 3\nx 2 0 1 7502\nl 41\n"                 \
	"i ffffffff81000200 2\nx 0 2 0 48893b\ns 48\nl 80\n"         \
	"i ffffffff81000204 1\nx 0 0 0 06\ns 40\n"                   \
	"i ffffffff810002ff 1\nx 0 0 0 e801020304\n"                 \
	"n 1 0 1 12\nend\n"

static struct trial trial = { .round = 1, .backend = "kprobe" };

/* The JSON, to be freed; NULL: it failed. Skipped without capstone. */
static json_t *make(const char *machine, const char *text)
{
	struct symbols symbols;
	const struct symbols *const all[] = { &symbols, NULL };
	struct classifier *classifier;
	struct profiles profiles;
	FILE *file = tmpfile();
	json_t *json = NULL;

	log_begin();
	if (classifier__open(machine, &classifier)) {
		fclose(file);
		skip_because("built without capstone");
	}
	fprintf(file, "hookbench-count 1\n%s", text);
	assert_int_equal(profiles__read(file, &profiles), 0);
	fclose(file);
	assert_int_equal(symbols__read(kallsyms, sizeof(kallsyms) - 1, &symbols), 0);
	if (drivers_of_trial__make(&trial, &profiles.v[0], all, classifier, &json))
		assert_null(json);
	classifier__close(classifier);
	symbols__free(&symbols);
	profiles__free(&profiles);
	return json;
}

static void assert_counts(const json_t *json, const char *path, const char *wanted)
{
	json_t *expected = json_loads(wanted, 0, NULL);

	assert_non_null(expected);
	json = json_object_get(json, path);
	if (!json_equal(json, expected))
		fail_msg("%s is %s", path, json_dumps(json, JSON_COMPACT));
	json_decref(expected);
}

static void test_numbers(void **state)
{
	json_t *json = make("x86_64", TRIAL PARTS), *functions;

	(void)state;
	assert_non_null(json);
	assert_int_equal(json_integer_value(json_object_get(json, "agreed")), 7);
	assert_int_equal(json_integer_value(json_object_get(json, "stack_confirmed")), 40);
	assert_int_equal(json_integer_value(json_object_get(json, "stack_corrected")), 0);
	assert_counts(json, "data_lines_range", "[3, 5]");
	assert_counts(json, "data_pages_range", "[1, 2]");
	assert_counts(json, "drivers",
		      "{\"instructions\": 12, \"plain\": 2, \"branches\": 3, \"calls\": 1, "
		      "\"locked\": 2, \"barriers\": 2, \"traps\": 1, \"other\": 1, \"taken\": 1, "
		      "\"loads\": 4, \"stores\": 2, \"entries\": 2, \"breakpoints\": 2, "
		      "\"code_lines\": 7, \"code_pages\": 2, \"data_lines\": 3, \"data_pages\": 2, "
		      "\"stack\": 96}");
	assert_counts(json, "kinds",
		      "{\"locked\": {\"lock add\": 2}, \"barriers\": {\"lfence\": 2}, "
		      "\"traps\": {\"int3\": 1}, \"other\": {\"06\": 1}}");
	functions = json_object_get(json, "functions");
	assert_int_equal(json_object_size(functions), 4);
	/* Where it begins is one entry each time; it is not entered in its middle. */
	assert_counts(functions, "asm_exc_int3",
		      "{\"instructions\": 2, \"locked\": 2, \"loads\": 2, \"entries\": 2, "
		      "\"breakpoints\": 2, \"code_lines\": 1, \"code_pages\": 1, "
		      "\"data_lines\": 2, \"data_pages\": 1, \"stack\": 96}");
	assert_counts(functions, "asm_exc_page_fault",
		      "{\"instructions\": 5, \"barriers\": 2, \"branches\": 3, \"taken\": 1, "
		      "\"loads\": 2, \"code_lines\": 2, \"code_pages\": 1, \"data_lines\": 1, "
		      "\"data_pages\": 1}");
	/* The call goes on in the next line. */
	assert_counts(functions, "do_unlinkat",
		      "{\"instructions\": 4, \"plain\": 2, \"calls\": 1, \"other\": 1, "
		      "\"stores\": 2, \"code_lines\": 3, \"code_pages\": 1, \"data_lines\": 1, "
		      "\"data_pages\": 1, \"stack\": 48}");
	json_decref(json);
}

static void test_entries(void **state)
{
	json_t *json = make("x86_64", "trial 1 5 1 1\nv 1 0 0 0 0 0 0 0 0\n"
				      "i ffffffff81000500 1\nx 0 0 0 90\n"
				      "i ffffffff81000100 2\nx 0 0 0 90\n"
				      "i ffffffff81000600 1\nx 0 0 0 90\n"
				      "i ffffffff81000501 1\nx 0 0 0 90\nn 1 0 1 5\nend\n");

	(void)state;
	assert_counts(json, "drivers",
		      "{\"instructions\": 5, \"plain\": 5, \"entries\": 4, \"page_faults\": 2, "
		      "\"interrupts\": 1, \"code_lines\": 3, \"code_pages\": 1}");
	json_decref(json);
}

/* BRK is the breakpoint, as all exceptions begin at one symbol. */
static void test_entries_of_arm64(void **state)
{
	json_t *json = make("aarch64", "trial 1 6 1 1\nv 1 0 0 0 0 0 0 0 0\n"
				       "i ffffffff81000200 2\nx 0 0 0 800020d4\n"
				       "i ffffffff81000300 3\nx 0 0 0 1f2003d5\n"
				       "i ffffffff81000400 1\nx 0 0 0 1f2003d5\nn 1 0 1 6\nend\n");

	(void)state;
	assert_counts(json, "drivers",
		      "{\"instructions\": 6, \"plain\": 4, \"traps\": 2, \"entries\": 3, "
		      "\"breakpoints\": 2, \"page_faults\": 1, \"code_lines\": 3, "
		      "\"code_pages\": 1}");
	json_decref(json);
}

/* Rounds are identical. */
static void test_functions_are_of_the_first_round(void **state)
{
	json_t *json;

	(void)state;
	trial.round = 2;
	json = make("x86_64", TRIAL PARTS);
	trial.round = 1;
	assert_non_null(json);
	assert_null(json_object_get(json, "functions"));
	json_decref(json);
}

static void test_what_does_not_add_up(void **state)
{
	(void)state;
	assert_null(make("x86_64", "trial 9 12 9 9\nv 7 4 2 4 3 5 2 1 2\nd 96 40 0\n" PARTS));
	assert_logs("do not add up");
	assert_null(make("x86_64", "trial 9 12 9 9\nv 7 4 2 3 3 5 1 1 2\nd 96 40 0\n" PARTS));
	assert_logs("do not add up");
	assert_null(make("x86_64", "trial 1 1 1 1\ni 100 1\nn 1 0 1 1\nend\n"));
	assert_logs("no accesses");
}

static void test_nothing_counted(void **state)
{
	json_t *json = make("x86_64", "trial 0 0 0 0\nend\n");

	(void)state;
	assert_counts(json, "drivers", "{}");
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_entries_of_arm64),
		cmocka_unit_test(test_functions_are_of_the_first_round),
		cmocka_unit_test(test_what_does_not_add_up),
		cmocka_unit_test(test_nothing_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
