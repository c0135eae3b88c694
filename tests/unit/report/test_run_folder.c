// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/store.h"
#include "report/run_folder.h"

static struct run run;
static struct summary summary;

static int setup(void **state)
{
	make_run(&run, 2);
	summary__make(&run, &summary);
	return folder_setup(state);
}

static int teardown(void **state)
{
	run__free(&run);
	return folder_teardown(state);
}

static void test_files(void **state)
{
	static const char *const files[] = { "result.json", "summary.csv", "trials.csv",
					     "histogram.csv" };
	char path[64];

	(void)state;
	assert_int_equal(run_folder__write(&run, &summary, "a/run"), 0);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		snprintf(path, sizeof(path), "a/run/%s", files[i]);
		assert_true(exists(path));
	}
	assert_int_equal(count_entries("a/run"), COUNT_OF(files));
	assert_int_equal(count_entries("a"), 1); /* no temporary folder */
}

/* What was written is read back unchanged, and contains the summary. */
static void test_result(void **state)
{
	json_t *json, *rows;
	struct run again;

	(void)state;
	assert_int_equal(run_folder__write(&run, &summary, "run"), 0);
	assert_int_equal(store__read("run", &again), 0);
	assert_int_equal(again.n_trials, run.n_trials);
	assert_close(trial_of(&again, 2, "kprobe")->operation.figures.mode, 2400, 0);
	run__free(&again);
	json = json_load_file("run/result.json", 0, NULL);
	rows = json_object_get(json_object_get(json, "summary"), "rows");
	assert_int_equal(json_array_size(rows), 4);
	json_decref(json);
}

static void test_no_histograms(void **state)
{
	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		histogram_cells__free(&run.trials[i].operation.cells);
	assert_int_equal(run_folder__write(&run, &summary, "run"), 0);
	assert_false(exists("run/histogram.csv"));
	assert_true(exists("run/trials.csv"));
}

static void test_explain_and_hyperfine(void **state)
{
	(void)state;
	run.explain = json_pack("{s:s}", "schema", "hookbench-explain/1");
	run.hyperfine = json_pack("{s:s, s:s}", "1-kprobe.json", "{}", "2-none.json", "[]");
	assert_int_equal(run_folder__write(&run, &summary, "run"), 0);
	assert_true(exists("run/explain.json"));
	assert_int_equal(count_entries("run/hyperfine"), 2);
	assert_true(exists("run/hyperfine/1-kprobe.json"));
}

static void test_new_folder(void **state)
{
	char first[PATH_MAX], second[PATH_MAX];

	(void)state;
	assert_int_equal(run_folder__write_new(&run, &summary, "runs", first, sizeof(first)), 0);
	assert_int_equal(run_folder__write_new(&run, &summary, "runs", second, sizeof(second)), 0);
	assert_string_not_equal(first, second);
	assert_true(exists(first) && exists(second));
	assert_int_equal(count_entries("runs"), 2);
}

/* Nothing is left behind, and nothing that was there is touched. */
static void test_folder_that_is_in_use(void **state)
{
	(void)state;
	make_file("run/mine", "x");
	log_begin();
	assert_int_not_equal(run_folder__write(&run, &summary, "run"), 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_int_equal(count_entries("run"), 1);
	assert_int_equal(count_entries("."), 1);
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_files),	    on_run(test_result),
		on_run(test_no_histograms), on_run(test_explain_and_hyperfine),
		on_run(test_new_folder),    on_run(test_folder_that_is_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
