// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/format.h"

struct expectation {
	double value;
	const char *text;
};

static void test_grouped(void **state)
{
	static const struct expectation rows[] = {
		{ 0, "0" },
		{ 999.4, "999" },
		{ 999.5, "1,000" },
		{ 12345.6, "12,346" },
		{ -1234567, "-1,234,567" },
		{ -0.4, "0" }, /* never "-0" */
		{ NAN, "-" },
		{ -INFINITY, "-" },
	};
	char cell[CELL_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		format__grouped(cell, rows[i].value, false);
		assert_string_equal(cell, rows[i].text);
	}
	/* However long, it is cut and ended. */
	format__grouped(cell, -1e300, false);
	assert_true(strlen(cell) < CELL_SIZE);
}

static void test_sign(void **state)
{
	static const struct expectation rows[] = {
		{ 12, "+12" }, { 1200, "+1,200" }, { -3, "-3" },
		{ 0, "0" },    { 0.4, "0" },	   { NAN, "-" },
	};
	char cell[CELL_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		format__grouped(cell, rows[i].value, true);
		assert_string_equal(cell, rows[i].text);
	}
}

static void test_short(void **state)
{
	static const struct expectation rows[] = {
		{ 0, "0" },
		{ 9999.4, "9999" },
		{ 9999.5, "10.0k" },
		{ 12345, "12.3k" },
		{ 99949, "99.9k" },
		{ 99950, "100k" },
		{ 999499, "999k" },
		{ 999500, "1.00M" },
		{ 1.5e9, "1.50G" },
		{ 2e12, "2.00T" },
		{ 3e15, "3.00P" },
		/* What is unknown is no number: "nank" once stood in wide tables. */
		{ NAN, "-" },
		{ INFINITY, "-" },
		{ -INFINITY, "-" },
	};
	char cell[CELL_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		format__short(cell, rows[i].value);
		assert_string_equal(cell, rows[i].text);
		assert_true(strlen(cell) <= 5);
	}
}

static void test_small_ones(void **state)
{
	char cell[CELL_SIZE];

	(void)state;
	format__count(cell, COUNT_UNKNOWN);
	assert_string_equal(cell, "-");
	format__count(cell, INT64_MAX);
	assert_string_equal(cell, "9223372036854775807");
	format__ratio(cell, 1.005);
	assert_string_equal(cell, "1.00");
	format__ratio(cell, NAN);
	assert_string_equal(cell, "-");
	format__ms(cell, 7249999);
	assert_string_equal(cell, "7.2");
	format__ms(cell, NAN);
	assert_string_equal(cell, "-");
}

static void test_range(void **state)
{
	char cell[CELL_SIZE];

	(void)state;
	format__range(cell, 77, 1092);
	assert_string_equal(cell, "+77 to +1,092");
	format__range(cell, -3, 0);
	assert_string_equal(cell, "-3 to 0");
	format__range(cell, NAN, 3);
	assert_string_equal(cell, "-");
	format__range(cell, -1e300, 1e300);
	assert_true(strlen(cell) < CELL_SIZE);
}

static void test_runs(void **state)
{
	char cell[CELL_SIZE];

	(void)state;
	format__runs(cell, 2.5);
	assert_string_equal(cell, "2.5 runs per operation");
	format__runs(cell, 1);
	assert_string_equal(cell, "1 run per operation");
	format__runs(cell, 1.00001);
	assert_string_equal(cell, "1 run per operation");
	format__runs(cell, 0);
	assert_string_equal(cell, "0 runs per operation");
	format__runs(cell, NAN);
	assert_string_equal(cell, "");
}

/* An emulated time is never called a time of hardware. */
static void test_unit(void **state)
{
	struct run run;

	(void)state;
	make_run(&run, 1);
	assert_string_equal(format__unit(&run), "instructions");
	run.unit = CLOCK_NANOSECONDS;
	assert_string_equal(format__unit(&run), "ns");
	run.vm = json_pack("{s:s}", "accelerator", "tcg");
	assert_string_equal(format__unit(&run), "emulated ns");
	json_object_set_new(run.vm, "accelerator", json_string("kvm"));
	assert_string_equal(format__unit(&run), "ns");
	run__free(&run);
}

static void test_row_name(void **state)
{
	struct summary_row row = { .backend = "none", .reference = true };

	(void)state;
	assert_string_equal(format__row_name(&row), "none");
	row.control = true;
	assert_string_equal(format__row_name(&row), "control");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grouped),	 cmocka_unit_test(test_sign),
		cmocka_unit_test(test_short),	 cmocka_unit_test(test_small_ones),
		cmocka_unit_test(test_range),	 cmocka_unit_test(test_unit),
		cmocka_unit_test(test_row_name), cmocka_unit_test(test_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
