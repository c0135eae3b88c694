// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/report_folder.h"

static int setup(void **state)
{
	report_setup(state);
	if (folder_setup(state))
		return -1;
	make_file("run/result.json", "{}");
	add_run("6.12", 1, 0);
	free(report_runs[0].path);
	report_runs[0].path = strdup("run");
	finish_report();
	return 0;
}

static int teardown(void **state)
{
	report_teardown(state);
	return folder_teardown(state);
}

static void assert_found(const char *given, const char *expected)
{
	char path[PATH_MAX];

	report_folder__find(&report, given, path, sizeof(path));
	assert_string_equal(path, expected);
}

static void test_find(void **state)
{
	(void)state;
	assert_found("elsewhere", "elsewhere");
	assert_found(NULL, "run");
	/* A run may be named by its file. */
	free(report_runs[0].path);
	report_runs[0].path = strdup("run/result.json");
	assert_found(NULL, "run");
}

static void test_another_run(void **state)
{
	(void)state;
	make_file("other/result.json", "{}");
	make_file("plain/file", "");
	assert_int_equal(symlink("run", "link"), 0);
	assert_false(report_folder__is_another_run(&report, "run"));
	assert_false(report_folder__is_another_run(&report, "link"));
	assert_true(report_folder__is_another_run(&report, "other"));
	assert_false(report_folder__is_another_run(&report, "plain"));
	assert_false(report_folder__is_another_run(&report, "missing"));
}

/* A report on several runs belongs to none of them. */
static void test_one_of_several(void **state)
{
	(void)state;
	add_run("6.13", 1, 0);
	assert_true(report_folder__is_another_run(&report, "run"));
}

static void make_reports(void)
{
	make_file("new/report.html", "new");
	make_file("new/plots/overhead.svg", "new");
	make_file("old/report.html", "old");
	make_file("old/matrix.csv", "old");
	make_file("old/mine.txt", "mine");
	make_file("old/plots/overhead.svg", "old");
	make_file("old/plots/density.svg", "old");
	make_file("old/plots/mine.txt", "mine");
	make_file("old/hdr/kprobe.hgrm", "old");
}

static void assert_file(const char *path, const char *expected)
{
	char line[16] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, expected);
	fclose(file);
}

/* Nothing remains of an earlier report, and all that is not a report's. */
static void test_whole(void **state)
{
	(void)state;
	make_reports();
	assert_int_equal(report_folder__take_over(&report, "new", "old", true), 0);
	assert_file("old/report.html", "new");
	assert_file("old/plots/overhead.svg", "new");
	assert_false(exists("old/matrix.csv")); /* that this report has not */
	assert_false(exists("old/plots/density.svg"));
	assert_false(exists("old/hdr"));
	assert_file("old/mine.txt", "mine");
	assert_file("old/plots/mine.txt", "mine");
	assert_int_equal(count_entries("new"), 1);
	assert_int_equal(count_entries("new/plots"), 0);
}

/* One plot leaves the rest of the report as it is. */
static void test_part(void **state)
{
	(void)state;
	make_reports();
	assert_int_equal(unlink("new/report.html"), 0);
	assert_int_equal(report_folder__take_over(&report, "new", "old", false), 0);
	assert_file("old/report.html", "old");
	assert_file("old/plots/overhead.svg", "new");
	assert_file("old/plots/density.svg", "old");
	assert_file("old/matrix.csv", "old");
	assert_true(exists("old/hdr/kprobe.hgrm"));
}

static void test_missing(void **state)
{
	(void)state;
	make_reports();
	assert_int_equal(report_folder__take_over(&report, "new", "missing", true), -ENOENT);
	assert_int_equal(report_folder__take_over(&report, "missing", "old", false), -ENOENT);
	assert_file("old/report.html", "old");
}

#define in_folder(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(test_find),  in_folder(test_another_run), in_folder(test_one_of_several),
		in_folder(test_whole), in_folder(test_part),	    in_folder(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
