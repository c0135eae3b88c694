// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts in nanoseconds, where overheads are intervals; instructions are tested from outside. */
#include "report/figures/estimate.h"
#include "report/verdicts/compare.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

#define ROUNDS 10

static struct run base, new_run;
static struct comparison comparison;

static void add_trial(struct run *run, unsigned int round, const char *backend, bool control,
		      double p50)
{
	struct trial *t = &run->trials[run->n_trials++];

	t->round = round;
	t->position = 1;
	t->control = control;
	snprintf(t->backend, sizeof(t->backend), "%s", backend);
	t->operations = t->operation.figures.count = 1000;
	t->operation.figures.p50 = p50;
	t->hits = t->expected_hits = t->missed = t->recursion = COUNT_UNKNOWN;
	t->proof_hits = t->proof_expected = COUNT_UNKNOWN;
}

/* Ten rounds of none at 1000 ns, and of a kprobe whose overheads spread around `overhead`. */
static void make_timed_run(struct run *run, double overhead, double spread)
{
	memset(run, 0, sizeof(*run));
	run->unit = run->plan.unit = CLOCK_NANOSECONDS;
	run->plan.n_backends = 2;
	strcpy(run->plan.backends[0], "none");
	strcpy(run->plan.backends[1], "kprobe");
	strcpy(run->plan.workload, "create-unlink");
	strcpy(run->plan.payload, "count");
	run->environment = json_object();
	run->trials = calloc(3 * ROUNDS, sizeof(*run->trials));
	for (unsigned int round = 1; round <= ROUNDS; round++) {
		double noise = spread * ((double)round - 5.5) / 5;

		add_trial(run, round, "none", false, 1000);
		add_trial(run, round, "none", true, 1000);
		add_trial(run, round, "kprobe", false, 1000 + overhead + noise);
	}
}

static enum verdict verdict_of(double overhead, double spread, struct threshold threshold)
{
	make_timed_run(&base, 100, spread);
	make_timed_run(&new_run, overhead, spread);
	compare__make(&base, &new_run, threshold, false, &comparison);
	run__free(&base);
	run__free(&new_run);
	assert_string_equal(comparison.rows[1].backend, "kprobe");
	return comparison.rows[1].verdict;
}

static void test_regression_only_if_the_interval_lies_above_what_is_allowed(void **state)
{
	struct threshold ten = { .value = 10 };

	(void)state;
	assert_int_equal(verdict_of(130, 5, ten), VERDICT_REGRESSION);
	assert_int_equal(verdict_of(130, 50, ten), VERDICT_INCONCLUSIVE);
	assert_non_null(strstr(comparison.rows[1].note, "the difference lies between"));
}

static void test_same_only_if_the_interval_lies_within_what_is_allowed(void **state)
{
	struct threshold ten = { .value = 10 };

	(void)state;
	assert_int_equal(verdict_of(102, 2, ten), VERDICT_SAME);
	assert_int_equal(verdict_of(100, 20, ten), VERDICT_INCONCLUSIVE);
}

static void test_improvement_only_if_the_interval_lies_below(void **state)
{
	struct threshold ten = { .value = 10 };

	(void)state;
	assert_int_equal(verdict_of(70, 5, ten), VERDICT_IMPROVEMENT);
	assert_int_equal(verdict_of(70, 50, ten), VERDICT_INCONCLUSIVE);
}

static void test_per_cent_are_of_the_overhead_and_not_of_the_cost(void **state)
{
	(void)state;
	/* 5 % of the base's overhead of 100 ns are 5 ns, of its cost 55. */
	assert_int_equal(verdict_of(110, 1, threshold__default(CLOCK_NANOSECONDS)),
			 VERDICT_REGRESSION);
	assert_int_equal(verdict_of(103, 1, threshold__default(CLOCK_NANOSECONDS)), VERDICT_SAME);
}

static void test_too_few_rounds_are_inconclusive(void **state)
{
	(void)state;
	make_timed_run(&base, 100, 1);
	make_timed_run(&new_run, 500, 1);
	new_run.n_trials = 3 * 5;
	compare__make(&base, &new_run, (struct threshold){ .value = 0 }, false, &comparison);
	assert_int_equal(comparison.rows[1].verdict, VERDICT_INCONCLUSIVE);
	assert_int_equal(comparison.verdict, VERDICT_INCONCLUSIVE);
	assert_string_equal(comparison.rows[1].note, "too few rounds for an interval");
	run__free(&base);
	run__free(&new_run);
}

/* As a pool has them: `rounds` of each of several runs, whose overheads lie `apart` from each
 * other. */
static void make_several_runs(struct run *run, double overhead, double apart)
{
	make_timed_run(run, overhead, 1);
	for (size_t i = 0; i < run->n_trials; i++) {
		struct trial *t = &run->trials[i];

		t->part = (t->round - 1) / 2;
		if (!strcmp(t->backend, "kprobe"))
			t->operation.figures.p50 += apart * ((double)t->part - 2);
	}
}

static void test_boots_that_differ_are_not_taken_for_a_regression(void **state)
{
	struct threshold ten = { .value = 10 };

	(void)state;
	/* By rounds alone, five boots 40 ns apart would show 20 ns. */
	make_several_runs(&base, 100, 40);
	make_several_runs(&new_run, 120, 40);
	compare__make(&base, &new_run, ten, false, &comparison);
	assert_int_equal(comparison.rows[1].verdict, VERDICT_INCONCLUSIVE);
	assert_string_equal(comparison.caveat, "");
	assert_true(comparison.rows[1].smallest_visible > 20);
	run__free(&base);
	run__free(&new_run);
	/* Boots that agree do show it. */
	make_several_runs(&base, 100, 0);
	make_several_runs(&new_run, 120, 0);
	compare__make(&base, &new_run, ten, false, &comparison);
	assert_int_equal(comparison.rows[1].verdict, VERDICT_REGRESSION);
	run__free(&base);
	run__free(&new_run);
}

static void test_one_run_per_side_has_a_caveat(void **state)
{
	(void)state;
	verdict_of(100, 1, (struct threshold){ .value = 10 });
	assert_non_null(strstr(comparison.caveat, "Only one run per side"));
}

static void test_several_backends_are_judged_together(void **state)
{
	double doubts[] = { 0.02, 0.5, 0.001, 0.03 }, allowed[4];

	(void)state;
	/* Holm: 0.001 against 0.05/4, 0.02 against 0.05/3 (not met), and the rest with it. */
	estimate__correct(doubts, 4, 0.05, allowed);
	assert_close(allowed[2], 0.05 / 4, 1e-12);
	assert_close(allowed[0], 0.05 / 3, 1e-12);
	assert_close(allowed[3], 0.05 / 3, 1e-12);
	assert_close(allowed[1], 0.05 / 3, 1e-12);
	doubts[0] = 0.016;
	/* 0.016 is met, 0.03 against 0.05/2 is not. */
	estimate__correct(doubts, 4, 0.05, allowed);
	assert_close(allowed[3], 0.05 / 2, 1e-12);
	assert_true(doubts[0] <= allowed[0]);
}

static void test_none_is_not_judged(void **state)
{
	(void)state;
	verdict_of(100, 1, (struct threshold){ .value = 10 });
	assert_int_equal(comparison.rows[0].verdict, VERDICT_NONE);
	assert_int_equal(comparison.n, 2);
}

/* What kprobe is in a run that has no trials of it. */
static void assert_missing(const struct capability *c, enum verdict verdict, const char *note)
{
	make_timed_run(&base, 100, 1);
	make_timed_run(&new_run, 100, 1);
	for (size_t i = 0; i < new_run.n_trials; i++)
		if (!strcmp(new_run.trials[i].backend, "kprobe"))
			strcpy(new_run.trials[i].backend, "gone");
	new_run.n_capabilities = c ? 1 : 0;
	if (c)
		new_run.capabilities[0] = *c;
	compare__make(&base, &new_run, (struct threshold){ .value = 10 }, true, &comparison);
	assert_int_equal(compare__row(&comparison, "kprobe")->verdict, verdict);
	assert_string_equal(compare__row(&comparison, "kprobe")->note, note);
	run__free(&base);
	run__free(&new_run);
}

static void test_a_backend_that_only_one_run_has(void **state)
{
	struct capability c = { .backend = "kprobe", .available = false, .reason = "no kprobes" };

	(void)state;
	assert_missing(&c, VERDICT_REGRESSION, "it does not attach on the new kernel: no kprobes");
	c.reason[0] = '\0';
	assert_missing(&c, VERDICT_REGRESSION,
		       "it does not attach on the new kernel: the reason is not stored");
	assert_missing(NULL, VERDICT_NOT_COMPARABLE, "the new run did not include it");
	c.available = true;
	assert_missing(&c, VERDICT_NOT_COMPARABLE,
		       "the new run has no round with it and the backend it is compared with");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_regression_only_if_the_interval_lies_above_what_is_allowed),
		cmocka_unit_test(test_same_only_if_the_interval_lies_within_what_is_allowed),
		cmocka_unit_test(test_improvement_only_if_the_interval_lies_below),
		cmocka_unit_test(test_per_cent_are_of_the_overhead_and_not_of_the_cost),
		cmocka_unit_test(test_too_few_rounds_are_inconclusive),
		cmocka_unit_test(test_boots_that_differ_are_not_taken_for_a_regression),
		cmocka_unit_test(test_one_run_per_side_has_a_caveat),
		cmocka_unit_test(test_several_backends_are_judged_together),
		cmocka_unit_test(test_none_is_not_judged),
		cmocka_unit_test(test_a_backend_that_only_one_run_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
