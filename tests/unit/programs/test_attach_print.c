// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/new_file.h"
#include "bench/programs/attach.h"

/* All that was logged since begin(), a line a message. */
static char said[4096];

static void keep(enum log_level level, const char *text)
{
	size_t length = strlen(said);

	snprintf(said + length, sizeof(said) - length, "%d %s\n", level, text);
}

static void print(const char *json)
{
	json_error_t error;
	json_t *document = json_loads(json, 0, &error);

	if (!document)
		fail_msg("%s: %s", error.text, json);
	said[0] = '\0';
	log__set_sink(keep);
	attach__print(document);
	log__set_sink(NULL);
	json_decref(document);
}

static void assert_said(const char *text)
{
	if (!strstr(said, text))
		fail_msg("\"%s\" is not in: %s", text, said);
}

static void test_a_hook_on_a_function(void **state)
{
	(void)state;
	print("{\"hook\": {\"backend\": \"fentry\", \"function\": \"do_unlinkat\", \"payload\": "
	      "\"count\", \"hits\": 1234567, \"missed\": 0, \"recursion\": null, \"attach_ns\": "
	      "1500000, \"detach_ns\": 20000000}, \"command\": {\"status\": 0, \"wall_ns\": "
	      "1500000000, \"user_ns\": 250000000, \"system_ns\": 1000000}}");
	assert_said("fentry on do_unlinkat, payload count: hits 1,234,567, missed 0, recursion "
		    "unknown; attached in 1.5 ms, detached in 20.0 ms");
	assert_said("1.500 s, 0.250 s in user space, 0.001 s in the kernel\n");
	assert_null(strstr(said, "VM"));
	assert_null(strstr(said, "emulated"));
}

static void test_numbers_have_commas(void **state)
{
	static const struct {
		const char *number, *text;
	} rows[] = {
		{ "0", "hits 0," },
		{ "999", "hits 999," },
		{ "1000", "hits 1,000," },
		{ "100000", "hits 100,000," },
		{ "9223372036854775807", "hits 9,223,372,036,854,775,807," },
	};
	char json[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		snprintf(json, sizeof(json),
			 "{\"hook\": {\"backend\": \"tp\", \"system_call\": \"unlinkat\", "
			 "\"payload\": \"count\", \"hits\": %s}}",
			 rows[i].number);
		print(json);
		assert_said("tp on the system call unlinkat");
		assert_said(rows[i].text);
	}
}

/* Of several programs, each has its runs; of one, they are the hits. */
static void test_a_users_program(void **state)
{
	(void)state;
	print("{\"hook\": {\"backend\": \"own\", \"function\": \"do_unlinkat, do_rmdir\", \"payload\": "
	      "null, \"hits\": 1003, \"programs\": ["
	      "{\"name\": \"first\\u001b\", \"section\": \"fentry/do_unlinkat\", \"attached\": true, "
	      "\"runs\": 1003}, "
	      "{\"name\": \"second\", \"section\": \"kprobe/x\", \"attached\": false, \"runs\": null}, "
	      "{\"name\": \"third\", \"section\": \"fexit/do_rmdir\", \"attached\": true, "
	      "\"runs\": null}]}}");
	assert_said("own on do_unlinkat, do_rmdir: hits 1,003, ");
	assert_said("  first\\x1b, fentry/do_unlinkat: runs 1,003\n");
	assert_said("  third, fexit/do_rmdir: runs unknown\n");
	assert_null(strstr(said, "payload"));
	assert_null(strstr(said, "second"));
	print("{\"hook\": {\"backend\": \"own\", \"function\": \"f\", \"hits\": 3, \"programs\": "
	      "[{\"name\": \"only\", \"section\": \"fentry/f\", \"attached\": true, \"runs\": 3}]}}");
	assert_said("own on f: hits 3, ");
	assert_null(strstr(said, "only"));
}

/* None hooks nothing: no counts, no times of attaching. */
static void test_none_in_a_vm(void **state)
{
	(void)state;
	print("{\"hook\": {\"backend\": \"none\"}, \"vm\": {\"accelerator\": \"tcg\"}, "
	      "\"environment\": {\"kernel_release\": \"6.12.0\"}, \"command\": {\"wall_ns\": 1, "
	      "\"user_ns\": 1, \"system_ns\": 1}}");
	assert_said("none, in a VM with 6.12.0\n");
	assert_said("emulated");
	assert_null(strstr(said, "hits"));
	print("{\"hook\": {\"backend\": \"none\"}, \"vm\": {\"accelerator\": \"kvm\"}, "
	      "\"environment\": {\"kernel_release\": \"6.12.0\"}, \"command\": {\"wall_ns\": 1, "
	      "\"user_ns\": 1, \"system_ns\": 1}}");
	assert_null(strstr(said, "emulated"));
}

static void test_processes_that_are_left(void **state)
{
	(void)state;
	print("{\"hook\": {\"backend\": \"none\"}, \"command\": {\"left\": {\"count\": 2, "
	      "\"first\": [\"7 (a)\", \"8 (b)\"]}}}");
	assert_said("1 2 of"); /* a warning */
	assert_said("7 (a), 8 (b);");
	print("{\"hook\": {\"backend\": \"none\"}, \"command\": {\"left\": {\"count\": 5, "
	      "\"first\": [\"7 (a)\"]}}}");
	assert_said("7 (a), ...;");
	print("{\"hook\": {\"backend\": \"none\"}, \"command\": {\"left\": {\"count\": 0, "
	      "\"first\": []}}}");
	assert_null(strstr(said, "1 0 of"));
}

static void test_status(void **state)
{
	json_t *document = json_pack("{s:{s:i}}", "command", "status", 137);

	(void)state;
	assert_int_equal(attach__status(document), 137);
	json_decref(document);
}

/* ---- the file ---- */

static void test_written_whole(void **state)
{
	json_t *document = json_pack("{s:s}", "schema", ATTACH_SCHEMA), *read;

	(void)state;
	assert_int_equal(new_file__check("out.json"), 0);
	assert_false(exists("out.json")); /* it was only asked */
	assert_int_equal(attach__write(document, "out.json"), 0);
	assert_int_equal(attach__write(document, "out.json"), 0); /* replaced */
	read = json_load_file("out.json", 0, NULL);
	assert_true(json_equal(read, document));
	assert_int_equal(count_entries("."), 1);
	json_decref(read);
	json_decref(document);
}

/* A pipe or a device is written to, and not replaced; a pipe of the test's own, lest it be. */
static void test_what_may_not_be_replaced(void **state)
{
	json_t *document = json_pack("{s:s}", "schema", ATTACH_SCHEMA);
	char text[256];
	struct stat st;
	ssize_t n;
	int fd;

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	fd = open("pipe", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(new_file__check("pipe"), 0);
	assert_int_equal(attach__write(document, "pipe"), 0);
	assert_int_equal(lstat("pipe", &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	n = read(fd, text, sizeof(text) - 1);
	assert_true(n > 0);
	text[n] = '\0';
	assert_non_null(strstr(text, ATTACH_SCHEMA));
	close(fd);
	json_decref(document);
}

static void test_paths_that_cannot_be_written(void **state)
{
	static const struct {
		const char *path;
		int err;
	} rows[] = {
		{ "", -ENOENT },
		{ ".", -EISDIR },
		{ "missing/out.json", -ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		log_begin();
		assert_int_equal(new_file__check(rows[i].path), rows[i].err);
		assert_int_equal(caught.n[LOG_ERROR], 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_hook_on_a_function),
		cmocka_unit_test(test_numbers_have_commas),
		cmocka_unit_test(test_a_users_program),
		cmocka_unit_test(test_none_in_a_vm),
		cmocka_unit_test(test_processes_that_are_left),
		cmocka_unit_test(test_status),
		folder_test(test_written_whole),
		folder_test(test_what_may_not_be_replaced),
		folder_test(test_paths_that_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
