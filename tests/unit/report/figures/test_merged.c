// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/merged.h"

#include "tests/unit/support.h"

static struct run run;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 3);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static struct merged merge(const char *backend, bool control)
{
	struct merged m;

	assert_int_equal(merged__make(&run, backend, control, &m), 0);
	return m;
}

/* Of each trial: 3 values two below the mode, 960 at it, 37 seventy above. */
static void test_rounds_are_added_up(void **state)
{
	struct merged m = merge("kprobe", false);

	(void)state;
	assert_int_equal(m.total, 3000);
	assert_int_equal(m.cells.n, 3);
	assert_true(m.cells.exact);
	assert_int_equal(m.cells.v[1].value, 2400);
	assert_int_equal(m.cells.v[1].count, 2880);
	assert_int_equal(m.min, 2398);
	assert_int_equal(m.max, 2470);
	assert_close(m.sum, 3000 * 2402.584, 1);
	merged__free(&m);
}

static void test_control_is_apart(void **state)
{
	struct merged none = merge("none", false), control = merge("none", true);

	(void)state;
	assert_int_equal(none.total, 3000);
	assert_int_equal(control.total, 3000);
	merged__free(&none);
	merged__free(&control);
}

static void test_quantiles_and_counts(void **state)
{
	struct merged m = merge("kprobe", false);

	(void)state;
	assert_close(merged__quantile(&m, 0), 2398, 0);
	assert_close(merged__quantile(&m, 0.003), 2398, 0);
	assert_close(merged__quantile(&m, 0.0031), 2400, 0);
	assert_close(merged__quantile(&m, 0.963), 2400, 0);
	assert_close(merged__quantile(&m, 0.97), 2470, 0);
	assert_close(merged__quantile(&m, 1), 2470, 0);
	assert_int_equal(merged__count_up_to(&m, 2397), 0);
	assert_int_equal(merged__count_up_to(&m, 2398), 9);
	assert_int_equal(merged__count_up_to(&m, 2469), 2889);
	assert_int_equal(merged__count_up_to(&m, 1e9), 3000);
	merged__free(&m);
}

/* Exact values of one trial and buckets of another are buckets together; in the clock's unit. */
static void test_buckets_and_units(void **state)
{
	struct histogram_cell buckets[] = { { 2400, 10 } }; /* of two ticks */
	struct trial *t = trial_of(&run, 2, "kprobe");
	struct merged m;

	(void)state;
	histogram_cells__free(&t->operation.cells);
	t->operation.cells = make_cells(false, 1, buckets);
	run.units_per_tick = 0.5;
	m = merge("kprobe", false);
	assert_false(m.cells.exact);
	assert_int_equal(m.total, 2010);
	assert_close(merged__quantile(&m, 0.5), 2401 * 0.5, 0);
	assert_int_equal(merged__count_up_to(&m, 1200), 6); /* the bucket goes up to 1200.5 */
	assert_int_equal(merged__count_up_to(&m, 1200.5), 6 + 1930);
	merged__free(&m);
}

static void test_without_histograms(void **state)
{
	struct merged m;

	(void)state;
	run__drop_histograms(&run);
	m = merge("kprobe", false);
	assert_int_equal(m.total, 0);
	assert_int_equal(m.cells.n, 0);
	merged__free(&m);
	m = merge("no-such", false);
	assert_int_equal(m.total, 0);
	merged__free(&m);
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_rounds_are_added_up),  on_run(test_control_is_apart),
		on_run(test_quantiles_and_counts), on_run(test_buckets_and_units),
		on_run(test_without_histograms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
