// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of two made-up options: what is taken, and what is refused with which message. */
#include "tests/unit/cli/options_support.h"

#include "bench/cli/option_values.h"

struct row {
	const char *name;
	int value;
};

static const struct row rows[] = { { "red", 1 }, { "green", 2 }, { .name = NULL } };

static struct {
	uint64_t number;
	const struct row *row;
} taken;

#define KEY_NUMBER 'n'
#define KEY_ROW	   'r'

static const struct argp_option made_up_options[] = {
	{ "number", KEY_NUMBER, "N", 0, "a number", 0 },
	{ "row", KEY_ROW, "NAME", 0, "a row", 0 },
	{ 0 },
};

static error_t parse_made_up(int key, char *text, struct argp_state *state)
{
	switch (key) {
	case KEY_NUMBER: taken.number = options__number("number", text, 2, 3000); return 0;
	case KEY_ROW:
		taken.row = options__row(state, "colour", rows, sizeof(*rows), text);
		return 0;
	default: return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp made_up = { made_up_options, parse_made_up, NULL, NULL, NULL, NULL, NULL };
static const struct argp_child groups[] = { { &made_up, 0, NULL, 0 }, { 0 } };

static struct options options;

static void test_numbers_in_range(void **state)
{
	static const struct {
		const char *words;
		uint64_t number;
	} cases[] = {
		{ "--number 2", 2 },
		{ "--number 2999", 2999 },
		{ "--number 3000", 3000 },
		{ "--number 3k", 3000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		parse(groups, cases[i].words, &options);
		assert_int_equal(taken.number, cases[i].number);
	}
}

static void test_numbers_that_are_refused(void **state)
{
	static const char *const words[] = {
		"--number 1",	"--number 3001",
		"--number 0",	"--number -2",
		"--number two", "--number 2.5",
		"--number=",	"--number 4k",
		"--number 2kk", "--number 18446744073709551618",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_refused(groups, words[i],
			       "--number takes a whole number from 2 to 3000 (k, M or G may "
			       "follow), not \"");
	assert_refused(groups, "--number 3001", "\"3001\"");
}

static void test_rows(void **state)
{
	(void)state;
	parse(groups, "--row red", &options);
	assert_ptr_equal(taken.row, &rows[0]);
	parse(groups, "--row green", &options);
	assert_ptr_equal(taken.row, &rows[1]);
	assert_refused(groups, "--row gree",
		       "unknown colour \"gree\" (did you mean green?); use one of: red, green");
	assert_refused(groups, "--row=", "unknown colour \"\"; use one of: red, green");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_in_range),
		cmocka_unit_test(test_numbers_that_are_refused),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
