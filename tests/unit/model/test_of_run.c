// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/of_run.h"

static struct run run;
static json_t *file;
static char text[256];

static int setup(void **state)
{
	json_t *trials = json_array();

	(void)state;
	make_run(&run, 1);
	for (size_t i = 0; i < run.n_trials; i++)
		json_array_append_new(
			trials, json_pack("{s:i, s:s, s:b, s:i, s:i, s:i}", "round", 1, "backend",
					  run.trials[i].backend, "control", run.trials[i].control,
					  "operations", 1000, "same_length", 960, "used", 950));
	file = json_pack("{s:s, s:s, s:s, s:o}", "kernel_release", "6.12.0-test", "workload",
			 "create-unlink", "payload", "count", "trials", trials);
	return file ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	json_decref(file);
	run__free(&run);
	return 0;
}

static void says(const char *problem)
{
	of_run__problem(&run, file, text, sizeof(text));
	assert_string_equal(text, problem);
}

static void test_of_the_run(void **state)
{
	(void)state;
	says("");
	/* A kernel whose name is not known. */
	json_object_clear(run.environment);
	json_object_set_new(file, "kernel_release", json_null());
	says("");
}

static void test_head(void **state)
{
	(void)state;
	json_object_set_new(file, "payload", json_string("empty"));
	says("its \"payload\" is \"empty\", and that of the run \"count\"");
	json_object_set_new(file, "workload", json_integer(1));
	says("its \"workload\" is \"\", and that of the run \"create-unlink\"");
	json_object_del(file, "kernel_release");
	says("its \"kernel_release\" is \"\", and that of the run \"6.12.0-test\"");
}

static void test_trials(void **state)
{
	json_t *trials = json_object_get(file, "trials");
	json_t *kprobe = json_array_get(trials, 1), *fentry = json_array_get(trials, 2);

	(void)state;
	json_object_set_new(kprobe, "backend", json_string("fentry"));
	json_object_set_new(fentry, "backend", json_string("kprobe"));
	says("trial 2: it is of fentry in round 1, and that of the run of kprobe in round 1");
	json_object_set_new(kprobe, "backend", json_string("kprobe"));
	json_object_set_new(kprobe, "control", json_true());
	says("trial 2: it is of kprobe (control) in round 1, and that of the run of kprobe in round 1");
	json_object_set_new(kprobe, "control", json_false());
	json_object_set_new(kprobe, "round", json_integer(INT64_C(4294967297)));
	says("trial 2: it is of kprobe in round 4294967297, and that of the run of kprobe in round 1");
	json_array_remove(trials, 3);
	says("it has 3 trials, and the run 4");
	json_object_del(file, "trials");
	says("it has 0 trials, and the run 4");
}

static void test_counts(void **state)
{
	static const struct {
		int operations, same_length, used;
		bool is_possible;
	} rows[] = {
		{ 1000, 1000, 1000, true }, { 1000, 1, 1, true },     { 999, 960, 950, false },
		{ 1001, 960, 950, false },  { 1000, 1001, 1, false }, { 1000, 960, 961, false },
		{ 1000, 960, 0, false },    { 1000, 960, -1, false }, { -1000, 960, 1, false },
	};
	json_t *kprobe = json_array_get(json_object_get(file, "trials"), 1);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_object_set_new(kprobe, "operations", json_integer(rows[i].operations));
		json_object_set_new(kprobe, "same_length", json_integer(rows[i].same_length));
		json_object_set_new(kprobe, "used", json_integer(rows[i].used));
		of_run__problem(&run, file, text, sizeof(text));
		if (!text[0] != rows[i].is_possible)
			fail_msg("row %zu: \"%s\"", i, text);
	}
	says("trial 2: its \"operations\" are -1000, and those of the run 1000");
	json_object_set_new(kprobe, "operations", json_integer(1000));
	json_object_set_new(kprobe, "used", json_integer(1000));
	json_object_del(kprobe, "same_length");
	says("");
}

#define on_file(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { on_file(test_of_the_run), on_file(test_head),
					    on_file(test_trials), on_file(test_counts) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
