// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/hook.h"
#include "bench/programs/hooked_files.h"

static void add(struct hooked_files *files, const char *path)
{
	struct target_file state;

	assert_int_equal(target_file__look_at(path, &state), 0);
	assert_int_equal(hooked_files__add(files, path, &state), 0);
}

static void test_each_is_watched(void **unused)
{
	struct hooked_files files = { 0 };

	(void)unused;
	write_text_file("one", "1");
	write_text_file("two", "2");
	add(&files, "one");
	add(&files, "two");
	assert_int_equal(files.n, 2);
	assert_null(hooked_files__change(&files, 0));
	assert_null(hooked_files__change(&files, 1));
	write_text_file("two", "22");
	assert_null(hooked_files__change(&files, 0));
	assert_string_equal(hooked_files__change(&files, 1)->what, "was written to");
	/* The state is that of the first time. */
	add(&files, "two");
	assert_int_equal(files.n, 2);
	assert_non_null(hooked_files__change(&files, 1));
	hooked_files__free(&files);
	assert_int_equal(files.n, 0);
}

static void test_a_target(void **unused)
{
	struct target target = { .symbol = "file+0x4", .offset = 4, .code = "code", .n_code = 4 };
	struct hooked_files files = { 0 };

	(void)unused;
	log_begin();
	write_text_file("file", "the code");
	assert_non_null(realpath("file", target.file));
	assert_int_equal(hooked_files__open_target(&files, &target), 0);
	assert_int_equal(files.n, 1);
	assert_string_equal(files.v[0].path, target.file);
	hooked_files__free(&files);
	write_text_file("file", "the Code");
	assert_int_equal(hooked_files__open_target(&files, &target), -ENOTSUP);
	assert_int_equal(files.n, 0);
}

/* A backend hooks what the target says, and has no files of its own. */
static void test_a_hook_that_is_no_users(void **unused)
{
	const struct hook hook = { .n_parts = 2 };
	struct hooked_files files = { 0 };

	(void)unused;
	assert_int_equal(hooked_files__add_of(&files, &hook), 0);
	assert_int_equal(files.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { folder_test(test_each_is_watched),
					    folder_test(test_a_target),
					    folder_test(test_a_hook_that_is_no_users) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
