// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/stat.h>
#include <time.h>

#include "bench/base/checksum.h"
#include "bench/objects/file_state.h"

static void test_a_sum(void **state)
{
	size_t size;
	uint32_t checksum;

	(void)state;
	make_file("a", "text");
	assert_true(file_state__sum("a", SIZE_MAX, &size, &checksum));
	assert_int_equal(size, 4);
	assert_int_equal(checksum, checksum__add(0, "text", 4));
	assert_true(file_state__sum("a", 4, &size, &checksum));
	assert_false(file_state__sum("a", 3, &size, &checksum));
	assert_false(file_state__sum("b", SIZE_MAX, &size, &checksum));
	assert_false(file_state__sum(".", SIZE_MAX, &size, &checksum));
	/* Nobody writes into it. */
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_false(file_state__sum("pipe", SIZE_MAX, &size, &checksum));
}

static void test_an_identity(void **state)
{
	char a[FILE_IDENTITY_SIZE], b[FILE_IDENTITY_SIZE];

	(void)state;
	make_file("a", "text");
	file_state__identity("a", a);
	file_state__identity("a", b);
	assert_string_equal(a, b);
	assert_int_equal(rename("a", "old"), 0);
	file_state__identity("a", b);
	assert_string_equal(b, "");
	make_file("a", "text");
	file_state__identity("a", b);
	assert_string_not_equal(a, b);
}

static void test_age(void **state)
{
	struct timespec moment;

	(void)state;
	clock_gettime(CLOCK_REALTIME_COARSE, &moment);
	make_file("a", "text");
	assert_false(file_state__is_older("a", &moment));
	moment.tv_sec++;
	assert_true(file_state__is_older("a", &moment));
	assert_false(file_state__is_older("b", &moment));
}

static void test_presence(void **state)
{
	const struct path_list folders = { 2, (char *[]){ (char *)"x", (char *)"y" } };
	const struct path_list names = { 2, (char *[]){ (char *)"a.h", (char *)"sub/b.h" } };
	uint32_t none, file, folder, again;
	struct timespec before;

	(void)state;
	clock_gettime(CLOCK_REALTIME_COARSE, &before);
	assert_true(file_state__presence(&folders, &names, &before, &none));
	make_file("y/sub/b.h", "");
	assert_true(file_state__presence(&folders, &names, NULL, &file));
	assert_int_not_equal(none, file);
	assert_false(file_state__presence(&folders, &names, &before, &again));
	assert_int_equal(unlink("y/sub/b.h"), 0);
	assert_true(file_state__presence(&folders, &names, NULL, &again));
	assert_int_equal(none, again);
	assert_int_equal(mkdir("y/sub/b.h", 0700), 0);
	assert_true(file_state__presence(&folders, &names, NULL, &folder));
	assert_int_not_equal(folder, none);
	assert_int_not_equal(folder, file);
}

static void test_a_program(void **state)
{
	char path[PATH_MAX], *before = strdup(getenv("PATH")), *found;

	snprintf(path, sizeof(path), "%s/one:%s/two", (char *)*state, (char *)*state);
	setenv("PATH", path, 1);
	make_file("one/tool", "not executable");
	make_file("two/real", "#!/bin/sh\n");
	assert_int_equal(chmod("two/real", 0700), 0);
	assert_int_equal(symlink("real", "two/tool"), 0);
	found = file_state__find_program("tool");
	assert_non_null(found);
	assert_string_equal(strrchr(found, '/'), "/real");
	free(found);
	assert_null(file_state__find_program("no-such-tool"));
	setenv("PATH", before, 1);
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_sum, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(test_an_identity, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(test_age, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(test_presence, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(test_a_program, folder_setup, folder_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
