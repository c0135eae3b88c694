// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/report.h"
#include "report/run_folder.h"

static char *path_variable;

/* Two stored runs, and no gnuplot: drawing is tested elsewhere. */
static int setup(void **state)
{
	static const char *const releases[] = { "6.1", "6.12" };
	static struct summary summary;

	path_variable = strdup(getenv("PATH"));
	if (folder_setup(state))
		return -1;
	for (size_t i = 0; i < COUNT_OF(releases); i++) {
		struct run run;
		char folder[32];

		make_run(&run, 2);
		json_object_set_new(run.environment, "kernel_release", json_string(releases[i]));
		summary__make(&run, &summary);
		snprintf(folder, sizeof(folder), "runs/%zu", i);
		assert_int_equal(run_folder__write(&run, &summary, folder), 0);
		run__free(&run);
	}
	setenv("PATH", "/nowhere", true);
	log_begin();
	return 0;
}

static int teardown(void **state)
{
	free(text);
	text = NULL;
	setenv("PATH", path_variable, true);
	free(path_variable);
	return folder_teardown(state);
}

static char runs[] = "runs", first[] = "runs/0", second[] = "runs/1";

static void open_report(char *path)
{
	assert_int_equal(report__open(&path, 1, &report), 0);
}

static void test_open_one(void **state)
{
	(void)state;
	open_report(first);
	assert_int_equal(report.n, 1);
	assert_string_equal(report.runs[0].path, "runs/0");
	assert_string_equal(report.runs[0].label, "6.1");
	assert_int_equal(report.runs[0].summary.n, 4);
	assert_false(report.has_matrix);
	report__close(&report);
	assert_int_equal(report.n, 0);
}

/* A folder of runs, or each by its name. */
static void test_open_several(void **state)
{
	char *const both[] = { first, second };

	(void)state;
	open_report(runs);
	assert_int_equal(report.n, 2);
	assert_true(report.has_matrix);
	assert_string_equal(report.runs[1].label, "6.12");
	assert_ptr_equal(report.matrix.rows[1].run, &report.runs[1].run);
	report__close(&report);
	assert_int_equal(report__open(both, 2, &report), 0);
	assert_int_equal(report.n, 2);
	report__close(&report);
}

static void test_open_what_is_no_run(void **state)
{
	static char missing[] = "missing";
	char *const paths[] = { first, missing };

	(void)state;
	assert_int_not_equal(report__open(paths, 2, &report), 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("missing");
	assert_null(report.runs);
}

/* Without plots it is still a report, with a warning. */
static void test_write(void **state)
{
	(void)state;
	open_report(first);
	assert_int_equal(report__write(&report, "out/here", NULL), 0);
	assert_logs("this report has no plots");
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_true(exists("out/here/report.html"));
	assert_true(exists("out/here/hdr/kprobe.hgrm"));
	assert_false(exists("out/here/plots"));
	assert_int_equal(count_entries("out/here"), 6); /* and no temporary folder */
	/* Into the folder of the run, which keeps what it had. */
	assert_int_equal(report__write(&report, NULL, NULL), 0);
	assert_true(exists("runs/0/report.html"));
	assert_true(exists("runs/0/result.json"));
	report__close(&report);
}

static void test_folder_of_another_run(void **state)
{
	(void)state;
	open_report(first);
	log_begin();
	assert_int_equal(report__write(&report, second, NULL), -EEXIST);
	assert_logs("runs/1 is a stored run, and its files would be mixed with the report's");
	assert_false(exists("runs/1/report.html"));
	report__close(&report);
}

static void test_folder_that_cannot_be_made(void **state)
{
	(void)state;
	make_file("file", "x");
	open_report(first);
	log_begin();
	assert_int_equal(report__write(&report, "file/out", NULL), -ENOTDIR);
	assert_logs("cannot write a report into file/out: ");
	assert_int_equal(report__write(&report, "", NULL), -ENOENT);
	report__close(&report);
}

static void test_one_plot(void **state)
{
	(void)state;
	open_report(first);
	/* Only this was requested: without gnuplot there is nothing. */
	assert_int_equal(report__write(&report, "out", "overhead"), -ENOENT);
	assert_int_not_equal(access("out", F_OK), 0);
	log_begin();
	assert_int_equal(report__write(&report, "out", "threads"), -ENODATA);
	assert_logs("no data for the plot \"threads\"");
	report__close(&report);
}

static void test_print_paths(void **state)
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	open_report(runs);
	assert_int_equal(report__write(&report, "out", NULL), 0);
	report__print_paths(&report, "out", NULL, file);
	fclose(file);
	report__close(&report);
	assert_string_equal(text, "out/report.html\nout/report.md\nout/summary.csv\n"
				  "out/trials.csv\nout/histogram.csv\nout/matrix.csv\n"
				  "out/hdr/*.hgrm, *.hlog\n");
	for (char *line = strtok(text, "\n"); line && !strchr(line, '*'); line = strtok(NULL, "\n"))
		assert_true(exists(line));
}

static void test_make(void **state)
{
	char *const paths[] = { runs };

	(void)state;
	report__make(paths, 1, "out");
	assert_logs("Report: out/report.html");
	assert_true(exists("out/report.html"));
}

#define on_runs(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_runs(test_open_one),
		on_runs(test_open_several),
		on_runs(test_open_what_is_no_run),
		on_runs(test_write),
		on_runs(test_folder_of_another_run),
		on_runs(test_folder_that_cannot_be_made),
		on_runs(test_one_plot),
		on_runs(test_print_paths),
		on_runs(test_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
