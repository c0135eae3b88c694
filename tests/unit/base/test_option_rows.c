// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/option_rows.h"

static const struct argp_option inner_rows[] = {
	{ "zebra", 1000, NULL, 0, "of group 1", 1 },
	{ NULL, 'o', "DIR", 0, "of group 2", 2 },
	{ 0 },
};
static const struct argp inner = { .options = inner_rows };

static const struct argp_option last_rows[] = { { "help", 1001, NULL, 0, "comes last", 0 }, { 0 } };
static const struct argp last = { .options = last_rows };

static const struct argp_option outer_rows[] = {
	{ NULL, 0, NULL, 0, "Two:", 2 },
	{ NULL, 0, NULL, 0, "One:", 1 },
	{ "quiet", 'q', NULL, 0, "of group 2", 2 },
	{ 0 },
};
static const struct argp_child children[] = {
	{ &last, 0, NULL, -1 },
	{ &inner, 0, NULL, 0 },
	{ 0 },
};
static const struct argp outer = { .options = outer_rows, .children = children };

static void test_all_are_there_in_the_order_of_help(void **state)
{
	static const char *const docs[] = { "One:",	  "of group 1", "Two:",
					    "of group 2", "of group 2", "comes last" };
	struct option_rows rows;

	(void)state;
	option_rows__collect(&outer, &rows);
	assert_int_equal(rows.n, COUNT_OF(docs));
	option_rows__sort(&rows);
	for (size_t i = 0; i < rows.n; i++)
		assert_string_equal(rows.v[i].option->doc, docs[i]);
	assert_int_equal(rows.v[3].option->key, 'o');
	assert_true(option_row__is_heading(rows.v[0].option));
	assert_false(option_row__is_heading(rows.v[3].option));
	assert_int_equal(rows.v[5].group, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_are_there_in_the_order_of_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
