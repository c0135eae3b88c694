// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/document/across_runs.h"
#include "report/figures/format.h"

static void test_labels(void **state)
{
	struct matrix_row unmeasured = { .label = "6.2" };

	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 0);
	finish_report();
	strcpy(report_runs[1].label, "mine");
	assert_string_equal(across_runs__label(&report, &report.matrix.rows[0]), "6.1");
	assert_string_equal(across_runs__label(&report, &report.matrix.rows[1]), "mine");
	assert_string_equal(across_runs__label(&report, &unmeasured), "6.2");
}

static void test_change_of_two(void **state)
{
	struct across_change change;

	(void)state;
	add_run("6.1", 2, 0);
	finish_report();
	assert_false(across_runs__change(&report, &change));
	add_run("6.12", 2, 16);
	finish_report();
	assert_true(across_runs__change(&report, &change));
	assert_string_equal(change.base, "6.1");
	assert_string_equal(change.new_label, "6.12");
	assert_close(compare__row(change.comparison, "kprobe")->difference, 16, 0);
}

/* Of more than two, from the first to the last. */
static void test_change_of_three(void **state)
{
	struct across_change change;

	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	add_run("6.13", 2, 10);
	finish_report();
	assert_true(across_runs__change(&report, &change));
	assert_string_equal(change.base, "6.1");
	assert_string_equal(change.new_label, "6.13");
	assert_close(compare__row(change.comparison, "kprobe")->difference, 10, 0);
}

static void test_no_change_in_a_series(void **state)
{
	struct across_change change;

	(void)state;
	add_run("6.12", 2, 0);
	strcpy(add_run("6.12", 2, 16)->run.plan.payload, "empty");
	finish_report();
	assert_false(across_runs__change(&report, &change));
}

static void test_backends(void **state)
{
	const char *names[PLAN_MAX_BACKENDS];
	struct run *run;

	(void)state;
	add_run("6.1", 2, 0);
	run = &add_run("6.12", 2, 0)->run;
	strcpy(run->plan.backends[1], "tp");
	finish_report();
	assert_int_equal(across_runs__backends(&report, names), 4);
	assert_string_equal(names[0], "none");
	assert_string_equal(names[1], "kprobe");
	assert_string_equal(names[2], "fentry");
	assert_string_equal(names[3], "tp");
	assert_true(across_runs__is_reference(&report, "none"));
	assert_false(across_runs__is_reference(&report, "kprobe"));
	assert_false(across_runs__is_reference(&report, "unknown"));
}

/* A stored plan may name many; those of several runs together are more than there is room for. */
static void test_too_many_backends(void **state)
{
	const char *names[PLAN_MAX_BACKENDS];
	char last[NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct plan *plan = &add_run("6.1", 1, 0)->run.plan;

		plan->n_backends = PLAN_MAX_BACKENDS;
		for (size_t k = 0; k < PLAN_MAX_BACKENDS; k++)
			snprintf(plan->backends[k], NAME_SIZE, "%zu-%zu", i, k);
	}
	report.runs = report_runs;
	assert_int_equal(across_runs__backends(&report, names), PLAN_MAX_BACKENDS);
	snprintf(last, sizeof(last), "0-%d", PLAN_MAX_BACKENDS - 1);
	assert_string_equal(names[PLAN_MAX_BACKENDS - 1], last);
}

static void test_unit(void **state)
{
	(void)state;
	assert_null(across_runs__unit(&report));
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 0);
	finish_report();
	assert_string_equal(across_runs__unit(&report), "instructions");
	report_runs[1].run.unit = CLOCK_NANOSECONDS;
	assert_null(across_runs__unit(&report));
}

static void test_invalid(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	trial_of(&add_run("6.12", 2, 0)->run, 1, "kprobe")->missed = 1;
	finish_report();
	assert_int_equal(across_runs__count_invalid(&report), 1);
}

static void test_values(void **state)
{
	const struct matrix_row unmeasured = { .label = "x" };
	char cell[CELL_SIZE], expected[CELL_SIZE];
	const struct summary_row *kprobe;

	(void)state;
	add_run("6.1", 2, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	finish_report();
	assert_close(across_runs__value(&report.matrix.rows[0], "none"), 2000, 0);
	assert_close(across_runs__value(&report.matrix.rows[0], "kprobe"), 400, 0);
	assert_true(isnan(across_runs__value(&report.matrix.rows[0], "tp")));
	assert_true(isnan(across_runs__value(&unmeasured, "none")));
	across_runs__format_interval(cell, &report.matrix.rows[0], "kprobe");
	assert_string_equal(cell, "");
	across_runs__format_interval(cell, &report.matrix.rows[1], "none");
	assert_string_equal(cell, "");
	across_runs__format_interval(cell, &report.matrix.rows[1], "kprobe");
	kprobe = summary__row(&report_runs[1].summary, "kprobe");
	snprintf(expected, sizeof(expected), " [%.0f to %.0f]", kprobe->low, kprobe->high);
	assert_true(kprobe->low < kprobe->high);
	assert_string_equal(cell, expected);
	/* Instructions and nanoseconds: what may not be compared has no difference. */
	assert_null(across_runs__change_of(&report.matrix.rows[1], "kprobe"));
	assert_null(across_runs__change_of(&report.matrix.rows[0], "kprobe"));
}

static void test_change_of_a_backend(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	finish_report();
	assert_close(across_runs__change_of(&report.matrix.rows[1], "kprobe")->difference, 16, 0);
	assert_null(across_runs__change_of(&report.matrix.rows[1], "tp"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_labels),
		on_report(test_change_of_two),
		on_report(test_change_of_three),
		on_report(test_no_change_in_a_series),
		on_report(test_backends),
		on_report(test_too_many_backends),
		on_report(test_unit),
		on_report(test_invalid),
		on_report(test_values),
		on_report(test_change_of_a_backend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
