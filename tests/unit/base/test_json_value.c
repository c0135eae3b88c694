// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/json_value.h"
#include "bench/hook/backend.h"

static void assert_text(json_t *json, const char *expected)
{
	char *text;

	assert_non_null(json);
	text = json_dumps(json, JSON_ENCODE_ANY);
	assert_string_equal(text, expected);
	free(text);
	json_decref(json);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_text(json_value__number(0), "0");
	assert_text(json_value__number(2456), "2456");
	assert_text(json_value__number(-3), "-3");
	assert_text(json_value__number(0.5), "0.5");
	assert_text(json_value__number(9007199254740991.0), "9007199254740991");
	assert_text(json_value__number(NAN), "null");
	assert_text(json_value__number(INFINITY), "null");
	assert_text(json_value__number(-INFINITY), "null");
}

/* Of any size and sign, a number is read back as it was. */
static void test_numbers_come_back(void **state)
{
	static const double values[] = { 0.1,	 1e-300, 1e300, -1e18, 9007199254740992.0,
					 0x1p63, 1.0 / 3 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		json_t *json = json_value__number(values[i]), *read;
		char *text = json_dumps(json, JSON_ENCODE_ANY);

		read = json_loads(text, JSON_DECODE_ANY, NULL);
		assert_true(json_number_value(read) == values[i]);
		json_decref(read);
		json_decref(json);
		free(text);
	}
}

static void test_counts(void **state)
{
	(void)state;
	assert_text(json_value__count(0), "0");
	assert_text(json_value__count(INT64_MAX), "9223372036854775807");
	assert_text(json_value__count(COUNT_UNKNOWN), "null");
}

static void test_texts(void **state)
{
	(void)state;
	assert_text(json_value__text(""), "null");
	assert_text(json_value__text("a \"b\""), "\"a \\\"b\\\"\"");
}

/* A path may hold any bytes; with no value for it, a whole run could not be written. */
static void test_text_that_is_not_utf8(void **state)
{
	json_t *json = json_value__text("/tmp/\xff");

	(void)state;
	assert_non_null(json);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_numbers_come_back),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_text_that_is_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
