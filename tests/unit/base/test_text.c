// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/text.h"

static void test_an_ending_has_something_before_it(void **unused)
{
	(void)unused;
	assert_true(text__ends_with("vmlinuz.sig", ".sig"));
	assert_false(text__ends_with(".sig", ".sig"));
	assert_false(text__ends_with("sig", ".sig"));
	assert_false(text__ends_with("vmlinuz.sig.old", ".sig"));
}

static void test_a_base_name_is_what_follows_the_last_slash(void **unused)
{
	(void)unused;
	assert_string_equal(text__base_name("/a/b.c"), "b.c");
	assert_string_equal(text__base_name("b.c"), "b.c");
	assert_string_equal(text__base_name("a/"), "");
}

static void test_nothing_is_the_empty_text(void **unused)
{
	(void)unused;
	assert_true(text__are_equal(NULL, ""));
	assert_true(text__are_equal(NULL, NULL));
	assert_true(text__are_equal("a", "a"));
	assert_false(text__are_equal("a", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_ending_has_something_before_it),
		cmocka_unit_test(test_a_base_name_is_what_follows_the_last_slash),
		cmocka_unit_test(test_nothing_is_the_empty_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
