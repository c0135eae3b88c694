// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/operation_parts.h"

static struct summary_row a_row(void)
{
	struct summary_row row = {
		.backend = "kprobe", .overhead = 140.4, .low = -40, .high = 310.5
	};

	row.shift[SUMMARY_FASTEST].value = 86.2;
	row.shift[SUMMARY_FASTEST].interval = (struct interval){ 70.6, 101.7 };
	row.shift[0].value = -0.3;
	row.shift[0].interval = (struct interval){ -12345, -0.4 };
	return row;
}

static void test_each_with_its_interval(void **state)
{
	struct summary_row row = a_row();
	struct operation_parts parts;

	(void)state;
	assert_true(operation_parts__format(&row, &parts));
	assert_string_equal(parts.fastest, "+86 [71 to 102]");
	assert_string_equal(parts.median, "+140 [-40 to 310]");
	/* Neither "-0" nor "+-0". */
	assert_string_equal(parts.mean, "0 [-12,345 to 0]");
}

/* The control is treated like a hook; what all are compared with has no difference. */
static void test_reference_and_control(void **state)
{
	struct summary_row row = a_row();
	struct operation_parts parts;

	(void)state;
	row.reference = true;
	assert_false(operation_parts__format(&row, &parts));
	row.control = true;
	assert_true(operation_parts__format(&row, &parts));
}

static void test_no_interval_no_figure(void **state)
{
	struct summary_row row = a_row();
	struct operation_parts parts;

	(void)state;
	row.shift[SUMMARY_FASTEST].interval.low = NAN;
	assert_false(operation_parts__format(&row, &parts));
}

static void test_runs_that_have_them(void **state)
{
	static struct summary summary;
	struct run run;

	(void)state;
	make_run(&run, 12);
	summary__make(&run, &summary);
	assert_false(operation_parts__are_known(&run, &summary)); /* in instructions */
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	summary__make(&run, &summary);
	assert_true(operation_parts__are_known(&run, &summary));
	strcpy(run.plan.command, "true");
	assert_false(operation_parts__are_known(&run, &summary));
	run__free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_with_its_interval),
		cmocka_unit_test(test_reference_and_control),
		cmocka_unit_test(test_no_interval_no_figure),
		cmocka_unit_test(test_runs_that_have_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
