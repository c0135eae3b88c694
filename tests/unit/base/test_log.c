// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

/* What is written to stderr meanwhile ends up in a file. */
static int divert_stderr(const char *path)
{
	int before, file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(file >= 0);
	fflush(stderr);
	before = dup(STDERR_FILENO);
	dup2(file, STDERR_FILENO);
	close(file);
	return before;
}

static void restore_stderr(int before)
{
	fflush(stderr);
	dup2(before, STDERR_FILENO);
	close(before);
}

static void test_sink_receives_text(void **state)
{
	(void)state;
	log_begin();
	log__error("cannot %s: %d", "read", 5);
	assert_string_equal(caught.last, "cannot read: 5");
	log__warning("careful");
	assert_string_equal(caught.last, "careful");
	log__info("by the way");
	assert_string_equal(caught.last, "by the way");
	for (int level = LOG_ERROR; level <= LOG_INFO; level++)
		assert_int_equal(caught.n[level], 1);
}

/* A message may change errno: the error is taken before it. */
static void test_failing_with_an_error(void **state)
{
	(void)state;
	log_begin();
	errno = ENOENT;
	assert_int_equal(log__fail(-errno, "no file: %s", strerror(errno)), -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_string_equal(caught.last, "no file: No such file or directory");
}

/* What a message quotes moves no cursor and begins no line. */
static void test_strings_are_encoded(void **state)
{
	(void)state;
	log_begin();
	log__error("no %s here", "a\033[2J\nhookbench: \233");
	assert_string_equal(caught.last, "no a\\x1b[2J\\nhookbench: \\x9b here");
	log__write_lines(LOG_INFO, "one\033\ntwo");
	assert_string_equal(caught.last, "one\\x1b\n  two");
}

static void test_long_text_is_cut(void **state)
{
	char text[5000];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	log_begin();
	log__error("%s", text);
	assert_true(strlen(caught.last) > 1000);
	assert_int_equal(strncmp(caught.last, text, strlen(caught.last)), 0);
}

static void test_without_a_sink_it_is_stderr(void **state)
{
	const char *path = "stderr";
	char text[256] = "";
	FILE *file;
	int before;

	(void)state;
	log__set_sink(NULL);
	before = divert_stderr(path);
	log__error("it %s", "failed");
	log__warning("careful");
	log__info("by the way");
	restore_stderr(before);
	file = fopen(path, "re");
	assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
	fclose(file);
	assert_string_equal(text,
			    "hookbench: it failed\nhookbench: warning: careful\nby the way\n");
}

/* The last test: nothing makes it loud again. */
static void test_quiet_drops_info_only(void **state)
{
	(void)state;
	log_begin();
	log__set_quiet();
	log__info("by the way");
	log__warning("careful");
	log__error("it failed");
	assert_int_equal(caught.n[LOG_INFO], 0);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_int_equal(caught.n[LOG_ERROR], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sink_receives_text),
		cmocka_unit_test(test_failing_with_an_error),
		cmocka_unit_test(test_strings_are_encoded),
		cmocka_unit_test(test_long_text_is_cut),
		folder_test(test_without_a_sink_it_is_stderr),
		cmocka_unit_test(test_quiet_drops_info_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
