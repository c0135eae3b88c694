// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/columns.h"

struct row {
	char text[32];
	bool flag;
	unsigned int small;
	uint64_t large;
	int64_t count;
	double number;
};

static const struct field columns[] = {
	FIELD(row, text, "text", text_or_null, ""),
	FIELD(row, flag, "flag", boolean, ""),
	FIELD(row, small, "small", integer, ""),
	FIELD(row, large, "large", integer, ""),
	FIELD(row, count, "count", count, ""),
	FIELD(row, number, "number", difference, ""),
	{ .key = NULL },
};

static void assert_line(const struct row *row, const char *expected)
{
	char line[256] = "";
	FILE *file = fmemopen(line, sizeof(line), "w");

	columns__write_row(columns, row, file);
	fclose(file);
	assert_string_equal(line, expected);
}

static void test_values(void **state)
{
	struct row row = { "fentry", true, 7, UINT64_C(9007199254740993), 12, 0.25 };

	(void)state;
	assert_line(&row, "fentry,true,7,9007199254740993,12,0.25");
	row = (struct row){ "", false, 0, 0, 0, -3 };
	assert_line(&row, ",false,0,0,0,-3");
}

static void test_unknown_is_empty(void **state)
{
	struct row row = { .count = COUNT_UNKNOWN, .number = NAN };

	(void)state;
	assert_line(&row, ",false,0,0,,");
	row.number = -INFINITY;
	assert_line(&row, ",false,0,0,,");
}

/* RFC 4180: what is special is quoted, and a quote is doubled. Control characters are encoded. */
static void test_quoting(void **state)
{
	static const char *const texts[][2] = {
		{ "plain; text\t'x'", "plain; text\t'x'" },
		{ "a,b", "\"a,b\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		/* A line is a row, for tools that read lines. */
		{ "two\nlines", "two\\nlines" },
		{ "\r", "\\r" },
		{ "\"", "\"\"\"\"" },
		/* No formula of a spreadsheet. */
		{ "=1+1", "'=1+1" },
		{ "@a,b", "\"'@a,b\"" },
		{ "a=b", "a=b" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct row row = { .count = 1 };
		char expected[64];

		snprintf(row.text, sizeof(row.text), "%s", texts[i][0]);
		snprintf(expected, sizeof(expected), "%s,false,0,0,1,0", texts[i][1]);
		assert_line(&row, expected);
	}
}

static void test_text_that_is_not_utf8(void **state)
{
	struct row row = { .text = "\xff\xfe", .count = COUNT_UNKNOWN };
	json_t *json = fields__to_json(columns, &row);
	char line[256] = "";
	FILE *file = fmemopen(line, sizeof(line), "w");

	(void)state;
	/* A key is never missing. */
	assert_int_equal(json_object_size(json), COUNT_OF(columns) - 1);
	json_decref(json);
	columns__write_row(columns, &row, file);
	fclose(file);
	assert_non_null(strstr(line, ",false,0,0,,0"));
}

static void test_header_names_the_keys(void **state)
{
	struct row row = { .text = "x" };
	json_t *json = fields__to_json(columns, &row), *value;
	char line[256] = "", keys[256] = "";
	FILE *file = fmemopen(line, sizeof(line), "w");
	const char *key;

	(void)state;
	columns__write_header(columns, file);
	fclose(file);
	json_object_foreach (json, key, value) {
		strcat(keys, keys[0] ? "," : "");
		strcat(keys, key);
	}
	assert_string_equal(line, keys);
	assert_string_equal(line, "text,flag,small,large,count,number");
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_unknown_is_empty),
		cmocka_unit_test(test_quoting),
		cmocka_unit_test(test_header_names_the_keys),
		cmocka_unit_test(test_text_that_is_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
