// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/table.h"

static const struct row {
	const char *name;
	int value;
} rows[] = { { "one", 1 }, { "two", 2 }, { "three", 3 }, { 0 } };

static void test_finds_a_whole_name(void **state)
{
	const struct row *row = table__find(rows, sizeof(*rows), "two");

	(void)state;
	assert_non_null(row);
	assert_int_equal(row->value, 2);
	assert_null(table__find(rows, sizeof(*rows), "tw"));
	assert_null(table__find(rows, sizeof(*rows), "twos"));
	assert_null(table__find(rows, sizeof(*rows), ""));
	assert_null(table__find(&rows[3], sizeof(*rows), "one"));
}

static void test_lists_names_as_far_as_there_is_room(void **state)
{
	char text[32], small[7];

	(void)state;
	table__names(rows, sizeof(*rows), text, sizeof(text));
	assert_string_equal(text, "one, two, three");
	table__names(rows, sizeof(*rows), small, sizeof(small));
	assert_string_equal(small, "one, t");
	table__names(&rows[3], sizeof(*rows), text, sizeof(text));
	assert_string_equal(text, "");
}

static void test_asks_for_near_names(void **state)
{
	char text[64];

	(void)state;
	table__near(rows, sizeof(*rows), "tow", text, sizeof(text));
	assert_string_equal(text, " (did you mean two?)");
	table__near(rows, sizeof(*rows), "four", text, sizeof(text));
	assert_string_equal(text, "");
	table__near(rows, sizeof(*rows), "thre", text, sizeof(text));
	assert_string_equal(text, " (did you mean three?)");
	table__near(rows, sizeof(*rows), "three", text, 12);
	assert_int_equal(strlen(text), 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_a_whole_name),
		cmocka_unit_test(test_lists_names_as_far_as_there_is_room),
		cmocka_unit_test(test_asks_for_near_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
