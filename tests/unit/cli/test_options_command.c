// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/cli/options_support.h"

static struct options options;

static void test_each_option_is_a_field(void **state)
{
	(void)state;
	parse(command_groups,
	      "--payload empty --user nobody --kernel ./image --add a --add /b --memory 1k",
	      &options);
	assert_string_equal(options.plan.payload, "empty");
	assert_string_equal(options.user, "nobody");
	assert_int_equal(options.n_added, 2);
	assert_string_equal(options.added[0], "a");
	assert_string_equal(options.added[1], "/b");
	assert_null(options.added[2]);
	assert_int_equal(options.where.memory_mib, 1000);
	parse(command_groups, "", &options);
	assert_null(options.user);
	assert_null(options.added[0]);
}

static void test_wrong_values(void **state)
{
	(void)state;
	assert_refused(command_groups, "--payload count,empty", "count,empty");
	assert_refused(command_groups, "--payload none-such", "none-such");
	assert_refused(command_groups, "--memory 127", "--memory");
	assert_refused(command_groups, "--memory 2M", "--memory");
	assert_refused(command_groups, "--rounds 2", "--rounds"); /* of another group */
}

static void test_as_many_as_there_is_room_for(void **state)
{
	char words[4096] = "";

	(void)state;
	for (int i = 0; i < OPTIONS_MAX_ADDED; i++)
		strcat(words, "--add=f ");
	parse(command_groups, words, &options);
	assert_int_equal(options.n_added, OPTIONS_MAX_ADDED);
	assert_null(options.added[OPTIONS_MAX_ADDED]);
	strcat(words, "--add=f ");
	assert_refused(command_groups, words, "at most 256");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_option_is_a_field),
		cmocka_unit_test(test_wrong_values),
		cmocka_unit_test(test_as_many_as_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
