// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/number.h"

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t number;
	} rows[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "007", 7 },
		{ "20k", 20000 },
		{ "5M", 5000000 },
		{ "3G", 3000000000 },
		{ "18446744073709551615", UINT64_MAX },
		{ "18446744073G", UINT64_C(18446744073000000000) },
	};
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_true(number__parse(rows[i].text, &number));
		assert_int_equal(number, rows[i].number);
	}
}

static void test_no_numbers(void **state)
{
	static const char *const texts[] = {
		"",
		" 1",
		"1 ",
		"+1",
		"-1",
		"x",
		"1x",
		"k",
		"1kk",
		"1.5",
		"1K",
		"1g",
		"0x1",
		"18446744073709551616",
		"18446744074G",
	};
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (number__parse(texts[i], &number))
			fail_msg("\"%s\" is taken for %" PRIu64, texts[i], number);
}

static void test_the_end_of_a_noun(void **state)
{
	(void)state;
	assert_string_equal(number__s(0), "s");
	assert_string_equal(number__s(1), "");
	assert_string_equal(number__s(2), "s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_no_numbers),
		cmocka_unit_test(test_the_end_of_a_noun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
