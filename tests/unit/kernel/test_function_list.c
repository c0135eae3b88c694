// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/kernel/function_list.h"

static FILE *open_list(const char *text)
{
	return fmemopen((void *)text, strlen(text), "r");
}

static void free_list(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static void test_pattern(void **state)
{
	FILE *file =
		open_list("vfs_write\nvfs_read (2)\next4_read [ext4]\nvfs_readv\n\nvfs_read\n");
	char **names;
	size_t n;

	(void)state;
	assert_int_equal(function_list__read(file, "vfs_r*", &names, &n), 0);
	assert_int_equal(n, 2);
	assert_string_equal(names[0], "vfs_read");
	assert_string_equal(names[1], "vfs_readv");
	free_list(names, n);
	rewind(file);
	assert_int_equal(function_list__read(file, "*_rea?", &names, &n), 0);
	assert_int_equal(n, 1);
	free_list(names, n);
	rewind(file);
	assert_int_equal(function_list__read(file, "ext4_*", &names, &n), -ENOENT);
	assert_int_equal(n, 0);
	assert_null(names);
	fclose(file);
}

static void test_name(void **state)
{
	char **names;
	size_t n;

	(void)state;
	assert_int_equal(function_list__match("anything", false, &names, &n), 0);
	assert_int_equal(n, 1);
	assert_string_equal(names[0], "anything");
	free_list(names, n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pattern),
		cmocka_unit_test(test_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
