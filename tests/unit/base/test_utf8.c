// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/utf8.h"

static void test_valid(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		uint32_t character;
	} rows[] = {
		{ "x", 1, 'x' },
		{ "\303\274x", 2, 0xfc },
		{ "\342\202\254x", 3, 0x20ac },
		{ "\360\237\220\247x", 4, 0x1f427 },
		{ "\364\217\277\277", 4, 0x10ffff },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint32_t c;

		assert_int_equal(utf8__next(rows[i].text, strlen(rows[i].text), &c),
				 rows[i].length);
		assert_int_equal(c, rows[i].character);
		/* Cut by the size. */
		assert_int_equal(utf8__next(rows[i].text, rows[i].length - 1, &c), 0);
	}
}

static void test_invalid(void **state)
{
	static const char *const rows[] = {
		"\200",
		"\377",
		"\342\202",
		"\342\202x",
		"\300\257",
		"\340\200\257",
		"\355\240\200",
		"\364\220\200\200",
		"\370\210\200\200\200",
	};
	uint32_t c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(utf8__next(rows[i], strlen(rows[i]), &c), 0);
}

static void test_a_whole_text(void **state)
{
	(void)state;
	assert_true(utf8__is_valid(""));
	assert_true(utf8__is_valid("gr\303\274\303\237e \342\202\254"));
	assert_false(utf8__is_valid("k\377"));
	assert_false(utf8__is_valid("gr\303\274\303"));
	assert_false(utf8__is_valid("\200k"));
}

static void test_controls(void **state)
{
	static const uint32_t controls[] = { 0,	     7,	     0x1b,   0x7f,   0x9b,   0x61c,
					     0x200e, 0x2028, 0x202e, 0x2066, 0x2069, 0xfffe },
			      others[] = { ' ', '~', 0xa0, 0x20ac, 0xfffd, 0x1f427 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(controls); i++)
		assert_true(utf8__is_control(controls[i]));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(utf8__is_control(others[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_invalid),
		cmocka_unit_test(test_a_whole_text),
		cmocka_unit_test(test_controls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
