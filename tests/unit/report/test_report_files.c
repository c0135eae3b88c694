// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/report_files.h"

static int setup(void **state)
{
	report_setup(state);
	return folder_setup(state);
}

static int teardown(void **state)
{
	report_teardown(state);
	return folder_teardown(state);
}

static void strip(struct run *run)
{
	for (size_t i = 0; i < run->n_trials; i++)
		histogram_cells__free(&run->trials[i].operation.cells);
}

static void write_files(void)
{
	finish_report();
	assert_int_equal(report_files__write(&report, "."), 0);
}

static size_t count_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	size_t n = 0;

	assert_non_null(file);
	for (int c; (c = fgetc(file)) != EOF;)
		n += c == '\n';
	fclose(file);
	return n;
}

static void test_one_run(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_files();
	assert_true(exists("report.html"));
	assert_true(exists("report.md"));
	assert_int_equal(count_lines("summary.csv"), 1 + 4);
	assert_int_equal(count_lines("trials.csv"), 1 + 8);
	assert_true(count_lines("histogram.csv") > 8);
	assert_false(exists("matrix.csv"));
	/* The backends, the control, and the log of all. */
	assert_int_equal(count_entries("hdr"), 5);
	assert_true(exists("hdr/latency.hlog"));
	assert_true(exists("hdr/control.hgrm"));
	assert_true(exists("hdr/kprobe.hgrm"));
}

/* A table has one header; files of a run begin with its number. */
static void test_several_runs(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 3, 0);
	write_files();
	assert_int_equal(count_lines("summary.csv"), 1 + 4 + 4);
	assert_int_equal(count_lines("trials.csv"), 1 + 8 + 12);
	assert_int_equal(count_lines("matrix.csv"), 1 + 2 * 3);
	assert_true(exists("hdr/1-kprobe.hgrm"));
	assert_true(exists("hdr/2-latency.hlog"));
	assert_int_equal(count_entries("hdr"), 10);
}

static void test_no_histograms(void **state)
{
	(void)state;
	strip(&add_run("6.1", 2, 0)->run);
	finish_report();
	assert_false(report_files__have_histograms(&report));
	write_files();
	assert_false(exists("histogram.csv"));
	assert_false(exists("hdr"));
}

static void test_histograms_of_one_run(void **state)
{
	(void)state;
	strip(&add_run("6.1", 2, 0)->run);
	add_run("6.12", 2, 0);
	finish_report();
	assert_true(report_files__have_histograms(&report));
	write_files();
	assert_false(exists("hdr/1-latency.hlog"));
	assert_true(exists("hdr/2-latency.hlog"));
}

/* A stored run may claim any name for a backend: it stays in the folder. */
static void test_names_of_files(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	strcpy(run->plan.backends[1], "../../x\n");
	strcpy(trial_of(run, 1, "kprobe")->backend, "../../x\n");
	write_files();
	assert_true(exists("hdr/_.._.._x_.hgrm"));
	assert_int_equal(count_entries("hdr"), 5);
}

static void test_folder_that_is_missing(void **state)
{
	(void)state;
	add_run("6.12", 1, 0);
	finish_report();
	assert_int_equal(report_files__write(&report, "missing"), -ENOENT);
}

static void test_path(void **state)
{
	char path[REPORT_PATH_SIZE], *name = malloc(3 * PATH_MAX);

	(void)state;
	report_files__path(path, "a/b", "c");
	assert_string_equal(path, "a/b/c");
	/* What no system call would take is cut. */
	memset(name, 'x', 3 * PATH_MAX - 1);
	name[3 * PATH_MAX - 1] = '\0';
	report_files__path(path, name, name);
	assert_int_equal(strlen(path), REPORT_PATH_SIZE - 1);
	free(name);
}

#define in_folder(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(test_one_run),	in_folder(test_several_runs),
		in_folder(test_no_histograms),	in_folder(test_histograms_of_one_run),
		in_folder(test_names_of_files), in_folder(test_folder_that_is_missing),
		in_folder(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
