// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/code_length.h"

static void test_the_longest_is_kept_for_each_hook(void **state)
{
	struct code_lengths lengths = { 0 };

	(void)state;
	assert_true(code_lengths__may_be_longer(&lengths, "a", 100)); /* the first says nothing */
	assert_false(code_lengths__may_be_longer(&lengths, "a", 104));
	assert_true(code_lengths__may_be_longer(&lengths, "a", 100));
	assert_false(code_lengths__may_be_longer(&lengths, "a", 104));
	assert_true(code_lengths__may_be_longer(&lengths, "b", 96));
	assert_false(code_lengths__may_be_longer(&lengths, "b", 96));
}

static void test_what_is_unknown_is_not_loaded_again(void **state)
{
	struct code_lengths lengths = { 0 };
	char name[16];

	(void)state;
	assert_false(code_lengths__may_be_longer(&lengths, "a", 0));
	for (size_t i = 0; i < COUNT_OF(lengths.v); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		assert_true(code_lengths__may_be_longer(&lengths, name, 8));
	}
	assert_false(code_lengths__may_be_longer(&lengths, "one too many", 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_longest_is_kept_for_each_hook),
		cmocka_unit_test(test_what_is_unknown_is_not_loaded_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
