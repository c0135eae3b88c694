// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/folders.h"

static void assert_is_there(const char *path, bool expected)
{
	struct stat st;

	assert_int_equal(!stat(path, &st) && S_ISDIR(st.st_mode), expected);
}

static void test_made_with_parents_and_removed(void **state)
{
	char absolute[4096];
	const char *const paths[] = { "a/b/c", "a/b/c/", "a//b/c", absolute };

	snprintf(absolute, sizeof(absolute), "%s/a/b/c", (const char *)*state);
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		size_t there;

		assert_int_equal(folders__make(paths[i], &there), 0);
		assert_is_there("a/b/c", true);
		folders__remove_made(paths[i], there);
		assert_is_there("a", false);
	}
	assert_int_equal(folders__make("alone", NULL), 0);
	assert_is_there("alone", true);
}

static void test_what_was_there_stays(void **unused)
{
	size_t there;

	(void)unused;
	assert_int_equal(mkdir("old", 0777), 0);
	assert_int_equal(folders__make("old", &there), 0);
	folders__remove_made("old", there);
	assert_is_there("old", true);
	assert_int_equal(folders__make("old/new", &there), 0);
	folders__remove_made("old/new", there);
	assert_is_there("old", true);
	assert_is_there("old/new", false);
	/* What has got something meanwhile. */
	assert_int_equal(folders__make("old/full/new", &there), 0);
	write_text_file("old/full/file", "text");
	folders__remove_made("old/full/new", there);
	assert_is_there("old/full", true);
	assert_is_there("old/full/new", false);
}

static void test_what_cannot_be_made_leaves_nothing(void **unused)
{
	char path[5000];
	size_t there;

	(void)unused;
	write_text_file("file", "text");
	assert_int_equal(folders__make("file/below/it", &there), -ENOTDIR);
	folders__remove_made("file/below/it", there);
	assert_int_equal(access("file", F_OK), 0);
	memset(path, 'n', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(folders__make(path, &there), -ENAMETOOLONG);
	folders__remove_made(path, there);
	/* The last name is longer than the file system's. */
	memcpy(path, "new/", 4);
	path[400] = '\0';
	assert_int_equal(folders__make(path, &there), -ENAMETOOLONG);
	assert_is_there("new", true);
	path[3] = '\0';
	folders__remove_made(path, there);
	assert_is_there("new", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_made_with_parents_and_removed),
		folder_test(test_what_was_there_stays),
		folder_test(test_what_cannot_be_made_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
