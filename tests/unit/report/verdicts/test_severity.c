// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/verdicts/severity.h"

static struct comparison comparison;

static struct comparison_row *add_row(const char *backend, double base, double new_value,
				      enum verdict verdict)
{
	struct comparison_row *row = &comparison.rows[comparison.n++];

	*row = (struct comparison_row){
		.base = base,
		.new_value = new_value,
		.difference = new_value - base,
		.percent = base > 0 ? 100 * (new_value - base) / base : NAN,
		.verdict = verdict,
	};
	row->low = row->high = row->difference;
	strcpy(row->backend, backend);
	strcpy(row->severity, severity__name(severity__of(row, comparison.unit)));
	comparison.verdict = verdict > comparison.verdict ? verdict : comparison.verdict;
	return row;
}

static int setup(void **state)
{
	(void)state;
	comparison = (struct comparison){ .unit = CLOCK_INSTRUCTIONS, .caveat = "" };
	return 0;
}

static const char *severity(double base, double new_value)
{
	comparison.n = 0;
	return add_row("kprobe", base, new_value, VERDICT_REGRESSION)->severity;
}

/* One instruction of 140 is not the news that 1,349 of 5,749 are. */
static void test_severity(void **state)
{
	(void)state;
	assert_string_equal(severity(140, 141), "slight");
	assert_string_equal(severity(5749, 5749 + 1349), "severe");
	assert_string_equal(severity(1000, 1009), "slight");
	assert_string_equal(severity(1000, 1010), "moderate");
	assert_string_equal(severity(1000, 1099), "moderate");
	assert_string_equal(severity(1000, 1100), "severe");
	/* Of a cheap hook, one instruction is many per cent, and still one instruction. */
	assert_string_equal(severity(4, 5), "slight");
	assert_string_equal(severity(43, 52), "moderate");
	assert_string_equal(severity(43, 53), "severe");
	assert_string_equal(severity(0, 2), "slight");
	assert_string_equal(severity(0, 20), "severe");
	assert_string_equal(severity(100, NAN), "severe");
	comparison.unit = CLOCK_NANOSECONDS;
	assert_string_equal(severity(40, 45), "severe");
	comparison.n = 0;
	assert_string_equal(add_row("kprobe", 100, 50, VERDICT_IMPROVEMENT)->severity, "");
}

static void assert_order(const char *names)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
	char order[256] = "";

	severity__sort(&comparison, rows);
	for (size_t i = 0; i < comparison.n; i++) {
		strcat(order, rows[i]->backend);
		strcat(order, " ");
	}
	assert_string_equal(order, names);
}

static void test_the_worst_is_read_first(void **state)
{
	(void)state;
	add_row("none", 7000, 9000, VERDICT_NONE);
	add_row("a", 100, 101, VERDICT_REGRESSION);
	add_row("same", 100, 100, VERDICT_SAME);
	add_row("b", 1000, 1500, VERDICT_REGRESSION);
	add_row("less", 100, 90, VERDICT_IMPROVEMENT);
	add_row("new", NAN, 90, VERDICT_NEW);
	add_row("gone", 100, NAN, VERDICT_REGRESSION);
	add_row("same2", 100, 100, VERDICT_SAME);
	assert_order("gone b a less new same same2 none ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_severity, setup),
		cmocka_unit_test_setup(test_the_worst_is_read_first, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
