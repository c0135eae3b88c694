// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/input_file.h"

static int read_one(const char *path, size_t most)
{
	void *bytes = NULL;
	size_t size = 0;
	int err;

	log_begin();
	err = input_file__read(path, "a program", most, &bytes, &size);
	if (!err) {
		assert_int_equal(size, 4);
		assert_string_equal(bytes, "text");
	}
	free(bytes);
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	return err;
}

static void test_a_file_is_read(void **unused)
{
	(void)unused;
	write_text_file("a", "text");
	assert_int_equal(symlink("a", "link"), 0);
	assert_int_equal(read_one("a", 4), 0);
	assert_int_equal(read_one("link", 4), 0);
}

/* None of them is waited for. */
static void test_what_is_no_file_is_named(void **unused)
{
	(void)unused;
	assert_int_equal(read_one("missing", 4), -ENOENT);
	assert_logs("cannot read missing: No such file");
	assert_int_equal(read_one(".", 4), -EISDIR);
	assert_logs(". is not a program, but a folder");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(read_one("pipe", 4), -EINVAL);
	assert_logs("pipe is not a program, but a pipe");
	assert_int_equal(read_one("/dev/zero", 4), -EINVAL);
	assert_logs("but a device");
	assert_string_equal(input_file__other_kind("pipe"), "a pipe");
	assert_string_equal(input_file__other_kind("."), "a folder");
	assert_null(input_file__other_kind("missing"));
	write_text_file("a", "text");
	assert_null(input_file__other_kind("a"));
}

static void test_size_is_bounded(void **unused)
{
	(void)unused;
	write_text_file("empty", "");
	assert_int_equal(read_one("empty", 4), -EINVAL);
	assert_logs("it is empty");
	write_text_file("a", "text");
	assert_int_equal(read_one("a", 3), -EFBIG);
	assert_logs("has 4 bytes, and may have 3");
	/* Without a byte of it on the disk. */
	assert_int_equal(truncate("a", (off_t)1 << 40), 0);
	assert_int_equal(read_one("a", 16 << 20), -EFBIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_file_is_read),
		folder_test(test_what_is_no_file_is_named),
		folder_test(test_size_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
