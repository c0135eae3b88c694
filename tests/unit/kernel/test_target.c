// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/kernel/target.h"

static void test_names(void **state)
{
	static const char *const good[] = { "vfs_unlink", "_x", "f.constprop.0", "do$1" };
	static const char *const bad[] = { "", "1st", "a b", "a+0x10", "a\n", "a/b", "*" };
	char longest[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(target__is_name(good[i]));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(target__is_name(bad[i]));
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_false(target__is_name(longest));
}

static void test_width_of_a_result(void **state)
{
	(void)state;
	assert_true(target__returns_int(&(struct target){ .return_type = "int" }));
	assert_false(target__returns_int(&(struct target){ .return_type = "long int" }));
	assert_false(target__returns_int(&(struct target){ .return_type = "" }));
}

/* Of functions that no kernel has; whatever this one shows of its own, there is none. */
static void test_missing(void **state)
{
	const struct target_candidate candidates[] = { { .symbol = "no such function" },
						       { .symbol = NULL } };
	struct target target;

	(void)state;
	log_begin();
	assert_true(target__resolve(candidates, &target) < 0);
	assert_non_null(strstr(caught.last, "function"));
	assert_int_equal(target__choose("", candidates, &target), 0);
	assert_string_equal(target.symbol, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_width_of_a_result),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
