// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/escape.h"

static void test_terminal(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "plain name", "plain name" },
		{ "a\nb\tc\rd", "a\\nb\\tc\\rd" },
		{ "\x1b[31m\x7f\x01", "\\x1b[31m\\x7f\\x01" },
		{ "back\\slash", "back\\\\slash" },
		{ "gr\xc3\xbcn \xe2\x82\xac \xf0\x9f\x90\xa7",
		  "gr\xc3\xbcn \xe2\x82\xac \xf0\x9f\x90\xa7" },
		/* A control character of two bytes, and one that turns the writing. */
		{ "\xc2\x9b"
		  "1m",
		  "\\xc2\\x9b1m" },
		{ "\xe2\x80\xae"
		  "txt",
		  "\\xe2\\x80\\xaetxt" },
		/* Not UTF-8: alone, cut, longer than need be, a surrogate, beyond Unicode. */
		{ "\xff\x80", "\\xff\\x80" },
		{ "\xe2\x82", "\\xe2\\x82" },
		{ "\xc0\xaf", "\\xc0\\xaf" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	};
	char out[128];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		escape__terminal(rows[i][0], out, sizeof(out));
		assert_string_equal(out, rows[i][1]);
	}
}

static void test_line(void **state)
{
	char out[64];

	(void)state;
	escape__line("a\\b\tc\x1b", out, sizeof(out));
	assert_string_equal(out, "a\\b\tc\\x1b");
}

/* Whatever the size is, the end is there and nothing behind it is touched. */
static void test_lines(void **state)
{
	char out[64];

	(void)state;
	escape__lines("a\tb\\\n\033[m\xff", out, sizeof(out));
	assert_string_equal(out, "a\tb\\\n\\x1b[m\\xff");
}

static void test_plain(void **state)
{
	static const char *const others[] = {
		"\n", "a\t", "\033[m", "\x7f", "\xff", "\xe2\x80\xae"
	};

	(void)state;
	assert_true(escape__is_plain(""));
	assert_true(escape__is_plain("gr\xc3\xbc\xc3\x9f \\ x"));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(escape__is_plain(others[i]));
}

static void test_small(void **state)
{
	char out[32];

	(void)state;
	for (size_t size = 5; size < 24; size++) {
		memset(out, '#', sizeof(out));
		escape__terminal("\x1b\xc3\xbc\n\xf0\x9f\x90\xa7xyz\x01\x02", out, size);
		assert_true(strlen(out) < size);
		for (size_t i = size; i < sizeof(out); i++)
			assert_int_equal(out[i], '#');
	}
}

static void test_json(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "a\n\"\\", "a\n\"\\" },
		{ "gr\xc3\xbcn\xff", "gr\xc3\xbcn\xef\xbf\xbd" },
		{ "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *json = escape__json(rows[i][0]);

		assert_string_equal(json_string_value(json), rows[i][1]);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminal), cmocka_unit_test(test_line),
		cmocka_unit_test(test_lines),	 cmocka_unit_test(test_plain),
		cmocka_unit_test(test_small),	 cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
