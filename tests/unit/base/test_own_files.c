// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/own_files.h"

static char path[PATH_MAX];

static void test_an_absolute_path(void **state)
{
	char built[2 * PATH_MAX];

	write_text_file("script", "");
	snprintf(built, sizeof(built), "%s/script", (char *)*state);
	assert_int_equal(own_files__find("no-such-file", built, path, sizeof(path)), 0);
	assert_string_equal(path, built);
}

/* This test itself is beside this test. */
static void test_beside_the_program(void **state)
{
	const char *name = program_invocation_short_name;

	(void)state;
	assert_int_equal(own_files__find("no-such-file", name, path, sizeof(path)), 0);
	assert_int_equal(path[0], '/');
	assert_int_equal(access(path, X_OK), 0);
	assert_string_equal(strrchr(path, '/') + 1, name);
}

static void test_missing(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(own_files__find("hookbench-x", "hookbench-x", path, sizeof(path)),
			 -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_int_equal(own_files__require("hookbench-x", "hookbench-x", path, sizeof(path)),
			 -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("hookbench-x is missing");
	assert_logs("rebuild or reinstall hookbench");
}

static void test_a_path_that_does_not_fit(void **state)
{
	char little[8];

	(void)state;
	assert_int_equal(own_files__find("x", "test_own_files", little, sizeof(little)), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_an_absolute_path),
		cmocka_unit_test(test_beside_the_program),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_a_path_that_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
