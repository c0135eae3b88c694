// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/drivers_counters.h"

#include <math.h>

#include "tests/unit/drivers_support.h"

/* Hooks with the given numbers of one driver, and of cycles. */
static void make(struct drivers_counters *c, struct driven *driven, size_t n, const int64_t *x,
		 const double *y)
{
	c->n = n;
	for (size_t i = 0; i < n; i++) {
		driven[i] = (struct driven){ .of = { [DRIVER_LOADS] = { 0, x[i] } } };
		c->v[i] = (struct counted_hook){ .driven = &driven[i],
						 .added = { [COUNTED_CYCLES] = y[i] } };
	}
}

static void test_correlation(void **state)
{
	static const struct {
		size_t n, counted;
		int64_t x[6];
		double y[6], wanted;
	} rows[] = {
		/* Of ranks: that one is far away makes no difference. */
		{ 4, 4, { 1, 2, 3, 4 }, { 10, 20, 30, 9000 }, 1 },
		{ 4, 4, { 1, 2, 3, 4 }, { 40, 30, 20, 10 }, -1 },
		{ 5, 5, { 1, 2, 3, 4, 5 }, { 2, 1, 4, 3, 5 }, 0.8 },
		/* Equal ones share a rank: 1.5, 1.5, 3, 4. */
		{ 4, 4, { 7, 7, 8, 9 }, { 1, 2, 3, 4 }, 0.9486832980505138 },
		/* None at all, and without a sign, though sums round. */
		{ 5, 5, { 0, 0, 0, 0, 2 }, { 3707, 5397, 52, 413, 802 }, 0 },
		/* Too few, counted or at all; no difference. */
		{ 3, 3, { 1, 2, 3 }, { 1, 2, 3 }, NAN },
		{ 5, 3, { 1, 2, 3, 4, 5 }, { 1, NAN, 3, NAN, 5 }, NAN },
		{ 4, 4, { 1, 1, 1, 1 }, { 1, 2, 3, 4 }, NAN },
		{ 4, 4, { 1, 2, 3, 4 }, { 1, 1, 1, 1 }, NAN },
		{ 0, 0, { 0 }, { 0 }, NAN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		static struct drivers_counters c;
		struct driven driven[6];
		size_t n;
		double r;

		make(&c, driven, rows[i].n, rows[i].x, rows[i].y);
		r = drivers_counters__correlation(&c, DRIVER_LOADS, COUNTED_CYCLES, &n);
		assert_int_equal(n, rows[i].counted);
		if (isnan(rows[i].wanted) ? !isnan(r) : !(fabs(r - rows[i].wanted) < 1e-12))
			fail_msg("row %zu: %g", i, r);
		assert_false(r == 0 && signbit(r));
	}
}

static void test_hooks(void **state)
{
	static struct drivers_counters c;
	static struct summary summary;
	struct drivers drivers;
	struct run run;

	(void)state;
	make_run_with_drivers(&run, &summary);
	assert_int_equal(drivers__make(&run, &summary, &drivers), 0);
	assert_false(drivers_counters__are_in(&summary));
	for (size_t i = 0; i < summary.n; i++) {
		summary.rows[i].per_operation.kernel_cycles = 1000 + 100 * (double)i;
		summary.rows[i].per_operation.user_cycles = 10;
		summary.rows[i].per_operation.kernel_branch_misses = (double)i;
	}
	assert_true(drivers_counters__are_in(&summary));
	drivers_counters__make(&summary, &drivers, &c);
	/* Neither none nor its control is a hook. */
	assert_int_equal(c.n, 2);
	assert_string_equal(c.v[0].backend, "kprobe");
	assert_close(c.v[0].added[COUNTED_CYCLES], 200, 0);
	assert_close(c.v[1].added[COUNTED_CYCLES], 300, 0);
	/* What was not counted. */
	assert_close(c.v[0].added[COUNTED_BRANCH_MISSES], 2, 0);
	assert_true(isnan(c.v[0].added[COUNTED_ITLB_MISSES]));
	assert_int_equal(driven_pair__difference(&c.v[0].driven->of[DRIVER_INSTRUCTIONS]), 400);
	drivers__free(&drivers);
	run__free(&run);
}

static void test_which_runs_fit(void **state)
{
	static struct summary summary;
	struct run driven, counted;

	(void)state;
	make_run_with_drivers(&driven, &summary);
	make_run(&counted, 1);
	json_object_set_new(driven.environment, "kernel_release", json_string("6.12.0-test"));
	json_object_set_new(counted.environment, "kernel_release", json_string("6.12.0-test"));
	json_object_set_new(counted.environment, "architecture", json_string("x86_64"));
	assert_true(drivers_counters__fit(&counted, &driven));
	assert_false(drivers_counters__fit(&driven, &counted));
	strcpy(counted.plan.payload, "hash");
	assert_false(drivers_counters__fit(&counted, &driven));
	strcpy(counted.plan.payload, driven.plan.payload);
	counted.plan.copies = 8;
	assert_false(drivers_counters__fit(&counted, &driven));
	counted.plan.copies = driven.plan.copies;
	json_object_set_new(driven.environment, "architecture", json_string("aarch64"));
	assert_false(drivers_counters__fit(&counted, &driven));
	json_object_set_new(driven.environment, "architecture", json_string("x86_64"));
	assert_true(drivers_counters__fit(&counted, &driven));
	json_object_set_new(counted.environment, "kernel_release", json_string("6.12.1-other"));
	assert_false(drivers_counters__fit(&counted, &driven));
	json_object_del(counted.environment, "kernel_release");
	assert_false(drivers_counters__fit(&counted, &driven));
	run__free(&driven);
	run__free(&counted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_correlation),
		cmocka_unit_test(test_hooks),
		cmocka_unit_test(test_which_runs_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
