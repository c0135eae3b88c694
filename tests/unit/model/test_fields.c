// SPDX-License-Identifier: GPL-2.0-or-later
/* A struct's rows: what is written, what is read again, and what is refused. */
#include "tests/unit/support.h"

#include "bench/model/clock_unit.h"
#include "bench/model/fields.h"

struct inner {
	int64_t count;
};

struct outer {
	char text[8], maybe_text[8];
	bool truth;
	unsigned int small;
	uint64_t large, known;
	int64_t count;
	int index;
	double number, difference;
	enum clock_unit unit;
	struct inner inner, maybe_inner;
};

static const struct field inner_fields[] = {
	FIELD(inner, count, "count", count, "hits"),
	{ .key = NULL },
};

static const struct field first_fields[] = {
	{ .key = "constant", .type = &field_constant, .unit = "", .text = "always" },
	FIELD(outer, text, "text", text, ""),
	FIELD(outer, maybe_text, "maybe_text", text_or_null, ""),
	FIELD(outer, truth, "truth", boolean, ""),
	FIELD(outer, small, "small", integer, "", .min = 1, .max = 10),
	FIELD(outer, large, "large", integer, ""),
	FIELD(outer, known, "known", known, "", .min = 1),
	FIELD(outer, count, "count", count, ""),
	FIELD(outer, index, "index", index, ""),
	FIELD(outer, number, "number", number, "ns"),
	FIELD(outer, difference, "difference", difference, "ns"),
	FIELD(outer, unit, "unit", clock_unit, ""),
	FIELD(outer, inner, "inner", object, "", .fields = inner_fields),
	FIELD(outer, maybe_inner, "maybe_inner", object_or_null, "", .fields = inner_fields),
	{ .key = NULL },
};

/* Those that a later version added. */
static const struct field later_fields[] = {
	FIELD(outer, maybe_text, "maybe_text", text_or_null, "", .since = 1),
	FIELD(outer, truth, "truth", boolean, "", .since = 1),
	FIELD(outer, known, "known", known, "", .since = 1),
	FIELD(outer, count, "count", count, "", .since = 1),
	FIELD(outer, index, "index", index, "", .since = 1),
	FIELD(outer, difference, "difference", difference, "ns", .since = 1),
	FIELD(outer, inner, "inner", object, "", .since = 1, .fields = inner_fields),
	FIELD(outer, maybe_inner, "maybe_inner", object_or_null, "", .since = 1,
	      .fields = inner_fields),
	{ .key = NULL },
};

static const struct outer full = {
	.text = "seven__",
	.maybe_text = "x",
	.truth = true,
	.small = 10,
	.large = INT64_MAX,
	.known = 3,
	.count = 4,
	.index = 5,
	.number = 0.5,
	.difference = -1.5,
	.unit = CLOCK_NANOSECONDS,
	.inner = { 6 },
	.maybe_inner = { 7 },
};

static json_t *load(const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_non_null(json);
	return json;
}

static void assert_json(json_t *json, const char *expected)
{
	json_t *other = load(expected);

	if (!json_equal(json, other))
		fail_msg("%s", json_dumps(json, JSON_COMPACT));
	json_decref(other);
	json_decref(json);
}

static struct outer read_back(json_t *json, const struct field *fields)
{
	struct field_reader r = { "" };
	struct outer read;

	memset(&read, 0, sizeof(read));
	fields__from_json(&r, json, fields, &read);
	assert_string_equal(r.problem, "");
	json_decref(json);
	return read;
}

static void test_all_is_written(void **state)
{
	(void)state;
	assert_json(fields__to_json(first_fields, &full),
		    "{\"constant\": \"always\", \"text\": \"seven__\", \"maybe_text\": \"x\", "
		    "\"truth\": true, \"small\": 10, \"large\": 9223372036854775807, \"known\": 3, "
		    "\"count\": 4, \"index\": 5, \"number\": 0.5, \"difference\": -1.5, \"unit\": "
		    "\"nanoseconds\", \"inner\": {\"count\": 6}, \"maybe_inner\": {\"count\": 7}}");
}

static void test_unknown_is_null(void **state)
{
	struct outer unknown = {
		.text = "x",
		.count = -1,
		.index = -1,
		.difference = NAN,
		.inner = { -1 },
		.maybe_inner = { -1 },
	};

	(void)state;
	assert_json(fields__to_json(first_fields, &unknown),
		    "{\"constant\": \"always\", \"text\": \"x\", \"maybe_text\": null, \"truth\": "
		    "false, \"small\": 0, \"large\": 0, \"known\": null, \"count\": null, "
		    "\"index\": null, \"number\": 0, \"difference\": null, \"unit\": "
		    "\"instructions\", \"inner\": {\"count\": null}, \"maybe_inner\": null}");
}

static void test_what_was_written_is_read(void **state)
{
	struct outer read = read_back(fields__to_json(first_fields, &full), first_fields);

	(void)state;
	assert_string_equal(read.text, full.text);
	assert_string_equal(read.maybe_text, full.maybe_text);
	assert_true(read.truth);
	assert_int_equal(read.small, full.small);
	assert_int_equal(read.large, full.large);
	assert_int_equal(read.known, full.known);
	assert_int_equal(read.count, full.count);
	assert_int_equal(read.index, full.index);
	assert_close(read.number, full.number, 0);
	assert_close(read.difference, full.difference, 0);
	assert_int_equal(read.unit, full.unit);
	assert_int_equal(read.inner.count, full.inner.count);
	assert_int_equal(read.maybe_inner.count, full.maybe_inner.count);
}

/* What an older run lacks is unknown, which is not 0. */
static void test_fields_that_were_added(void **state)
{
	struct outer read = read_back(json_object(), later_fields);

	(void)state;
	assert_string_equal(read.maybe_text, "");
	assert_false(read.truth);
	assert_int_equal(read.known, 0);
	assert_int_equal(read.count, COUNT_UNKNOWN);
	assert_int_equal(read.index, -1);
	assert_true(isnan(read.difference));
	assert_int_equal(read.inner.count, COUNT_UNKNOWN);
	assert_int_equal(read.maybe_inner.count, COUNT_UNKNOWN);
}

/* A field that was always there may not be missing, unless it is a text that may be null. */
static void test_fields_of_the_first_version(void **state)
{
	(void)state;
	for (const struct field *f = first_fields + 1; f->key; f++) {
		json_t *json = fields__to_json(first_fields, &full);
		struct field_reader r = { "" };
		struct outer read = { 0 };

		json_object_del(json, f->key);
		fields__from_json(&r, json, first_fields, &read);
		if (f->type == &field_text_or_null)
			assert_string_equal(r.problem, "");
		else if (!strstr(r.problem, f->key))
			fail_msg("%s is missing, and the reader says \"%s\"", f->key, r.problem);
		json_decref(json);
	}
}

static void test_values_that_are_refused(void **state)
{
	static const struct {
		const char *key, *value, *expected;
	} wrong[] = {
		{ "text", "\"\"", "of valid length" },
		{ "text", "\"eight___\"", "of valid length" },
		{ "text", "null", "of valid length" },
		{ "maybe_text", "\"eight___\"", "of valid length" },
		{ "truth", "1", "true or false" },
		{ "small", "0", "in range" },
		{ "small", "11", "in range" },
		{ "large", "-1", "in range" },
		{ "large", "1.5", "in range" },
		{ "known", "0", "in range" },
		{ "count", "-1", "in range" },
		{ "index", "2147483648", "in range" },
		{ "number", "-0.5", "a non-negative number" },
		{ "number", "null", "a non-negative number" },
		{ "difference", "\"1\"", "a number" },
		{ "unit", "\"ticks\"", "\"nanoseconds\"" },
		{ "inner", "null", "an object" },
		{ "maybe_inner", "[]", "an object" },
		{ "maybe_inner", "{}", "in range" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		json_t *json = fields__to_json(first_fields, &full);
		struct field_reader r = { "" };
		struct outer read = { 0 };

		json_object_set_new(json, wrong[i].key, load(wrong[i].value));
		fields__from_json(&r, json, first_fields, &read);
		if (!strstr(r.problem, wrong[i].expected))
			fail_msg("%s is %s, and the reader says \"%s\"", wrong[i].key,
				 wrong[i].value, r.problem);
		json_decref(json);
	}
}

static void test_the_first_problem_is_kept(void **state)
{
	struct field_reader r = { "" };

	(void)state;
	field_reader__fail(&r, "a", "this");
	field_reader__fail(&r, "b", "that");
	assert_string_equal(r.problem, "field \"a\" is not this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_is_written),
		cmocka_unit_test(test_unknown_is_null),
		cmocka_unit_test(test_what_was_written_is_read),
		cmocka_unit_test(test_fields_that_were_added),
		cmocka_unit_test(test_fields_of_the_first_version),
		cmocka_unit_test(test_values_that_are_refused),
		cmocka_unit_test(test_the_first_problem_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
