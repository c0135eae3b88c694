// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/attachment.h"

static void test_sides(void **state)
{
	(void)state;
	assert_int_equal(side_entry.runs_of_call, 1);
	assert_false(side_entry.sees_return);
	assert_int_equal(side_exit.runs_of_call, 1);
	assert_true(side_exit.sees_return);
	assert_int_equal(side_both.runs_of_call, 2);
	assert_true(side_both.sees_return);
}

static void test_name_of_a_program(void **state)
{
	static const struct {
		const struct hook_side *side;
		const char *name;
	} cases[] = {
		{ &side_entry, "entry_count" },
		{ &side_exit, "exit_count" },
		{ &side_both, "both_count" },
	};
	char name[PROGRAM_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct attachment a = { .side = cases[i].side };

		attachment__format_program(&a, "count", name, sizeof(name));
		assert_string_equal(name, cases[i].name);
	}
}

static void test_a_name_is_cut_to_its_room(void **state)
{
	const struct attachment a = { .side = &side_entry };
	char name[16];

	(void)state;
	memset(name, 'x', sizeof(name));
	attachment__format_program(&a, "count", name, 8);
	assert_string_equal(name, "entry_c");
	assert_int_equal(name[8], 'x');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sides),
		cmocka_unit_test(test_name_of_a_program),
		cmocka_unit_test(test_a_name_is_cut_to_its_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
