// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/ftrace_user.h"

static char filter[FTRACE_FILTER_SIZE];

static void test_few(void **state)
{
	static const char *const functions[] = { "vfs_read", "vfs_write" };

	(void)state;
	assert_int_equal(ftrace_user__format(filter, functions, 1, false), 0);
	assert_string_equal(filter, "ip == vfs_read");
	assert_int_equal(ftrace_user__format(filter, functions, 2, false), 0);
	assert_string_equal(filter, "ip == vfs_read,vfs_write");
	assert_int_equal(ftrace_user__format(filter, functions, 1, true), 0);
	assert_string_equal(filter, "ip != vfs_read");
}

/* The kernel takes 255 bytes of a value. */
static void test_several_values(void **state)
{
	const char *functions[100];
	const char *value = filter;
	size_t n = 1;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		functions[i] = "a_function_with_21_by";
	assert_int_equal(ftrace_user__format(filter, functions, COUNT_OF(functions), false), 0);
	while ((value = strstr(value, " || ip == "))) {
		value += strlen(" || ip == ");
		assert_in_range(strcspn(value, " "), 21, 254);
		n++;
	}
	assert_in_range(n, 9, 10);
	for (const char *c = filter; *c; c++)
		n += *c == ',';
	assert_int_equal(n, COUNT_OF(functions));
}

static void test_too_many(void **state)
{
	static const char *functions[1000];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(functions); i++)
		functions[i] = "function";
	assert_int_equal(ftrace_user__format(filter, functions, COUNT_OF(functions), false),
			 -E2BIG);
	for (size_t n = 1; n < COUNT_OF(functions); n++) {
		int err = ftrace_user__format(filter, functions, n, false);

		if (err)
			assert_in_range(n, 400, 460);
		if (err)
			assert_int_equal(ftrace_user__fit(functions, COUNT_OF(functions)), n - 1);
		if (err)
			break;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_several_values),
		cmocka_unit_test(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
