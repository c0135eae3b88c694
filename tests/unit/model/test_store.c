// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>
#include <sys/resource.h>

#include "bench/model/run_json.h"
#include "bench/model/store.h"

static struct run run;

static void write_result(const void *context, FILE *file)
{
	json_t *json = run__to_json(context);

	json_dumpf(json, file, JSON_INDENT(1));
	json_decref(json);
}

static void write_note(const void *context, FILE *file)
{
	(void)context;
	fputs("a note\n", file);
}

/* More than a test lets it write. */
static void write_much(const void *context, FILE *file)
{
	(void)context;
	for (int i = 0; i < 100000; i++)
		fputs("much\n", file);
}

/* Nothing is left in a buffer, whose loss would be noticed when the file is closed. */
static void write_much_unbuffered(const void *context, FILE *file)
{
	setvbuf(file, NULL, _IONBF, 0);
	write_much(context, file);
}

static const struct store_file files[] = {
	{ STORE_RESULT, write_result, NULL },
	{ "note.txt", write_note, NULL },
	{ NULL, NULL, NULL },
};

/* A fixture: a new, empty current folder, and a run. */
static int store_setup(void **state)
{
	make_run(&run, 2);
	log_begin();
	return folder_setup(state);
}

static int store_teardown(void **state)
{
	run__free(&run);
	return folder_teardown(state);
}

/* ---- writing ---- */

static void assert_reads_back(const char *path)
{
	struct run *read = calloc(1, sizeof(*read));

	assert_int_equal(store__read(path, read), 0);
	assert_string_equal(read->started, run.started);
	assert_int_equal(read->n_trials, run.n_trials);
	assert_memory_equal(&read->plan, &run.plan, sizeof(run.plan));
	run__free(read);
	free(read);
}

static void test_written_and_read_back(void **state)
{
	(void)state;
	assert_int_equal(store__check_folder("run"), 0);
	assert_int_equal(store__write("run", files, &run), 0);
	assert_int_equal(count_entries("run"), 2);
	assert_int_equal(count_entries("."), 1);
	assert_true(exists("run/note.txt"));
	assert_reads_back("run");
	assert_reads_back("run/");
	assert_reads_back("run/" STORE_RESULT);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

static void test_folders_above_are_made(void **state)
{
	(void)state;
	assert_int_equal(store__check_folder("a/b/c/run"), 0);
	assert_int_equal(store__write("a/b/c/run", files, &run), 0);
	assert_reads_back("a/b/c/run");
	assert_int_equal(count_entries("a/b/c"), 1);
	assert_int_equal(store__write("a/other/", files, &run), 0);
	assert_reads_back("a/other");
	assert_int_equal(count_entries("a"), 2);
}

static void test_absolute_path(void **state)
{
	const char *path = "absolute";

	(void)state;
	assert_int_equal(store__check_folder(path), 0);
	assert_int_equal(store__write(path, files, &run), 0);
	assert_reads_back("absolute");
}

static void test_mode_is_that_of_any_folder(void **state)
{
	mode_t mask = umask(027);
	struct stat st;

	(void)state;
	assert_int_equal(store__write("run", files, &run), 0);
	umask(mask);
	assert_int_equal(stat("run", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
	assert_int_equal(stat("run/" STORE_RESULT, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
}

static void test_empty_folder_is_taken(void **state)
{
	(void)state;
	assert_int_equal(mkdir("run", 0700), 0);
	assert_int_equal(store__check_folder("run"), 0);
	assert_int_equal(store__write("run", files, &run), 0);
	assert_reads_back("run");
}

static void test_existing_folder_is_refused(void **state)
{
	(void)state;
	assert_int_equal(mkdir("run", 0700), 0);
	write_text_file("run/precious", "x");
	assert_int_equal(store__check_folder("run"), -EEXIST);
	assert_logs("run");
	assert_logs("-o");
	/* Nor is it replaced if it came into being while the run was measured. */
	assert_true(store__write("run", files, &run) < 0);
	assert_true(exists("run/precious"));
	assert_int_equal(count_entries("run"), 1);
	assert_int_equal(count_entries("."), 1);
	write_text_file("file", "x");
	assert_true(store__check_folder("file") < 0);
	assert_true(store__check_folder("file/below") < 0);
	assert_true(store__write("file/below", files, &run) < 0);
}

static void assert_nothing_is_left(const struct store_file *broken)
{
	log_begin();
	assert_true(store__write("run", broken, &run) < 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_false(exists("run"));
	assert_int_equal(count_entries("."), 0);
}

static void test_failing_writer_leaves_nothing(void **state)
{
	static const struct store_file broken[][3] = {
		{ { STORE_RESULT, write_result, NULL },
		  { "much", write_much, NULL },
		  { NULL, NULL, NULL } },
		{ { "much", write_much_unbuffered, NULL },
		  { STORE_RESULT, write_result, NULL },
		  { NULL, NULL, NULL } },
	};
	struct rlimit before, small;

	(void)state;
	/* As on a full disk, but without one. */
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 65536;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	for (size_t i = 0; i < COUNT_OF(broken); i++) {
		assert_nothing_is_left(broken[i]);
		assert_logs(strerror(EFBIG));
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
}

static void test_file_that_cannot_be_made_leaves_nothing(void **state)
{
	static const struct store_file broken[] = {
		{ "note.txt", write_note, NULL },
		{ "note.txt/note.txt", write_note, NULL },
		{ NULL, NULL, NULL },
	};

	(void)state;
	assert_nothing_is_left(broken);
	assert_logs(strerror(ENOTDIR));
}

/* ---- default names ---- */

static void test_default_folders_differ(void **state)
{
	char names[5][PATH_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(store__write_new(&run, STORE_DEFAULT, files, &run, names[i],
						  sizeof(names[i])),
				 0);
		assert_true(exists(names[i]));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(names[i], names[j]);
	}
}

static void test_default_folder_tells_the_run(void **state)
{
	char name[PATH_MAX];

	(void)state;
	assert_int_equal(store__write_new(&run, STORE_DEFAULT, files, &run, name, sizeof(name)), 0);
	assert_string_equal(name, "results/runs/20260131T123456Z-6.12.0-test-host");
	run.vm = json_pack("{s:s}", "accelerator", "exact");
	json_object_clear(run.environment);
	assert_int_equal(store__write_new(&run, STORE_DEFAULT, files, &run, name, sizeof(name)), 0);
	assert_string_equal(name, "results/runs/20260131T123456Z-unknown-exact");
}

static void test_folder_names_that_are_refused(void **state)
{
	static const char *const names[] = { "", ".", "..", "new/..", "/" };

	(void)state;
	log_begin();
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(store__check_folder(names[i]), -EEXIST);
}

static void test_checking_makes_nothing(void **state)
{
	(void)state;
	assert_int_equal(store__check_folder("a/b/c"), 0);
	assert_int_equal(store__check_folder(NULL), 0);
	assert_false(exists("a") || exists("results"));
}

/* ---- reading ---- */

static void assert_unreadable(const char *path, int err)
{
	struct run *read = calloc(1, sizeof(*read));

	log_begin();
	assert_int_equal(store__read(path, read), err);
	assert_true(caught.n[LOG_ERROR] > 0);
	assert_logs(path);
	free(read);
}

static void test_what_is_no_run(void **state)
{
	(void)state;
	assert_unreadable("missing", -ENOENT);
	assert_int_equal(mkdir("empty", 0700), 0);
	assert_unreadable("empty", -EINVAL);
	write_text_file("text", "not JSON");
	assert_unreadable("text", -EINVAL);
	write_text_file("object", "{\"schema\": \"hookbench/99\"}");
	assert_unreadable("object", -EINVAL);
	write_text_file("twice", "{\"schema\": \"hookbench/1\", \"schema\": \"hookbench/1\"}");
	assert_unreadable("twice", -EINVAL);
}

static void test_explanation_of_another_run(void **state)
{
	(void)state;
	assert_int_equal(store__write("run", files, &run), 0);
	write_text_file("run/" STORE_EXPLAIN, "{\"schema\": \"hookbench-explain/1\"}");
	assert_unreadable("run", -EINVAL);
	assert_logs("the explain.json of run is not of this run: its \"kernel_release\" is");
	/* What another version wrote may be anything. */
	write_text_file("run/" STORE_EXPLAIN, "{\"schema\": \"hookbench-explain/9\"}");
	log_begin();
	assert_reads_back("run");
	write_text_file("run/" STORE_EXPLAIN, "[");
	assert_reads_back("run");
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

#define on_store(function) cmocka_unit_test_setup_teardown(function, store_setup, store_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_store(test_written_and_read_back),
		on_store(test_folders_above_are_made),
		on_store(test_absolute_path),
		on_store(test_mode_is_that_of_any_folder),
		on_store(test_empty_folder_is_taken),
		on_store(test_existing_folder_is_refused),
		on_store(test_failing_writer_leaves_nothing),
		on_store(test_file_that_cannot_be_made_leaves_nothing),
		on_store(test_default_folders_differ),
		on_store(test_default_folder_tells_the_run),
		on_store(test_folder_names_that_are_refused),
		on_store(test_checking_makes_nothing),
		on_store(test_what_is_no_run),
		on_store(test_explanation_of_another_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
