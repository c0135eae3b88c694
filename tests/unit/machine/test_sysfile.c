// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/sysfile.h"

static void assert_reads(const char *content, const char *expected)
{
	char line[16];

	write_text_file("file", content);
	memset(line, 'x', sizeof(line));
	assert_int_equal(sysfile__read_line("file", line, sizeof(line)), 0);
	assert_string_equal(line, expected);
}

static void test_first_line(void **state)
{
	(void)state;
	assert_reads("tsc\n", "tsc");
	assert_reads("tsc", "tsc");
	assert_reads("one\ntwo\n", "one");
	assert_reads("", "");
	assert_reads("\ntwo\n", "");
}

static void test_long_line_is_cut(void **state)
{
	(void)state;
	assert_reads("0123456789abcde\n", "0123456789abcde");
	assert_reads("0123456789abcdef\n", "0123456789abcde");
	assert_reads("0123456789abcdefghijklmnop\nx\n", "0123456789abcde");
}

static void assert_unreadable(const char *path, int err)
{
	char line[16] = "before";

	log_begin();
	assert_int_equal(sysfile__read_line(path, line, sizeof(line)), err);
	assert_string_equal(line, "");
	assert_int_equal(caught.n[LOG_ERROR] + caught.n[LOG_WARNING], 0);
}

static void test_what_cannot_be_read(void **state)
{
	(void)state;
	assert_unreadable("missing", -ENOENT);
	assert_unreadable(".", -EISDIR);
	write_text_file("file", "");
	assert_unreadable("file/below", -ENOTDIR);
}

static void test_relative_to_a_folder(void **state)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char line[16];

	(void)state;
	write_text_file("file", "here\n");
	assert_int_equal(sysfile__read_line_at(folder, "file", line, sizeof(line)), 0);
	assert_string_equal(line, "here");
	assert_int_equal(sysfile__read_line_at(folder, "other", line, sizeof(line)), -ENOENT);
	assert_string_equal(line, "");
	close(folder);
}

static void test_no_such_file_system(void **state)
{
	char line[16] = "before";

	(void)state;
	/* -EPERM without privilege, -ENODEV with. */
	assert_true(sysfile__mount_detached("no-such-file-system") < 0);
	assert_null(sysfile__open_detached("no-such-file-system", "file"));
	assert_true(sysfile__read_line_detached("no-such-file-system", "file", line, sizeof(line)) <
		    0);
	assert_string_equal(line, "");
}

static void test_kernel_config(void **state)
{
	char value = sysfile__kernel_config("CONFIG_NO_SUCH_OPTION");

	(void)state;
	if (!value)
		skip_because("the running kernel's configuration cannot be read");
	assert_int_equal(value, 'n');
	assert_int_equal(sysfile__kernel_config("CONFIG_PROC_FS"), 'y');
	assert_int_equal(sysfile__kernel_config("CONFIG_PROC_F"), 'n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_first_line),
		folder_test(test_long_line_is_cut),
		folder_test(test_what_cannot_be_read),
		folder_test(test_relative_to_a_folder),
		cmocka_unit_test(test_no_such_file_system),
		cmocka_unit_test(test_kernel_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
