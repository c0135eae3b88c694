// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/user_path.h"

static void test_paths(void **unused)
{
	char path[PATH_MAX];

	(void)unused;
	write_text_file("mine", "");
	write_text_file("libmine.so.1", "");
	assert_int_equal(user_path__find("./mine", path), 0);
	assert_string_equal(path, "./mine");
	assert_int_equal(user_path__find("./none", path), -ENOENT);
	/* Without a slash, it is not a file of this folder. */
	assert_int_equal(user_path__find("mine", path), -ENOENT);
	assert_int_equal(user_path__find("libmine.so.1", path), -ENOENT);
	assert_int_equal(setenv("LD_LIBRARY_PATH", ":/nowhere:.", 1), 0);
	assert_int_equal(user_path__find("libmine.so.1", path), 0);
	assert_string_equal(path, "./libmine.so.1");
	assert_int_equal(user_path__find("libc.so.6", path), 0);
	assert_non_null(strstr(path, "/libc.so.6"));
	assert_int_equal(user_path__find("sh", path), 0);
	assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
	assert_int_equal(user_path__find("sh", path), 0);
	assert_non_null(strstr(path, "/sh"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_paths) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
