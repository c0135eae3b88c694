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

static void test_a_beginning_may_be_all(void **unused)
{
	(void)unused;
	assert_true(text__begins_with("--kernel", "--"));
	assert_true(text__begins_with("--", "--"));
	assert_true(text__begins_with("a", ""));
	assert_false(text__begins_with("-", "--"));
	assert_false(text__begins_with("a--", "--"));
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

static void test_a_candidate_is_older_than_its_release(void **unused)
{
	static const char *const ascending[] = {
		"5.10.0",	  "6.9.0", "6.12-rc6-amd64", "6.12-amd64", "6.13~rc1-x",
		"6.13~rc10",	  "6.13",  "7.3.0-rc1",	     "7.3.0-rc10", "7.3.0",
		"7.3.0-cloud-64", "7.3.1", "7.10~rc1-c",     "7.10-c",
	};

	(void)unused;
	for (size_t i = 1; i < sizeof(ascending) / sizeof(*ascending); i++) {
		assert_true(text__compare_versions(ascending[i - 1], ascending[i]) < 0);
		assert_true(text__compare_versions(ascending[i], ascending[i - 1]) > 0);
	}
	assert_int_equal(text__compare_versions("6.12", "6.12"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_ending_has_something_before_it),
		cmocka_unit_test(test_a_beginning_may_be_all),
		cmocka_unit_test(test_a_base_name_is_what_follows_the_last_slash),
		cmocka_unit_test(test_nothing_is_the_empty_text),
		cmocka_unit_test(test_a_candidate_is_older_than_its_release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
