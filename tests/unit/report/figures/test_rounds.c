// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/rounds.h"

static struct run run;
static struct rounds rounds;

static int setup(void **state)
{
	(void)state;
	make_run(&run, 3);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static double median_of(const char *backend, trial_value value)
{
	double median;

	rounds__open(&rounds, &run, backend, false);
	median = rounds__median(&rounds, run.unit, value);
	rounds__close(&rounds);
	return median;
}

/* Each trial is paired with the first `none` of its round. */
static void test_pairs(void **state)
{
	(void)state;
	assert_string_equal(run__reference(&run), "none");
	assert_true(rounds__open(&rounds, &run, "kprobe", false));
	assert_int_equal(rounds.n, 3);
	for (size_t i = 0; i < rounds.n; i++) {
		assert_string_equal(rounds.trials[i]->backend, "kprobe");
		assert_string_equal(rounds.references[i]->backend, "none");
		assert_false(rounds.references[i]->control);
		assert_int_equal(rounds.trials[i]->round, rounds.references[i]->round);
	}
	rounds__close(&rounds);
	assert_true(rounds__open(&rounds, &run, "none", true));
	assert_int_equal(rounds.n, 3);
	assert_true(rounds.trials[0]->control);
	assert_ptr_not_equal(rounds.trials[0], rounds.references[0]);
	rounds__close(&rounds);
	assert_false(rounds__open(&rounds, &run, "kretprobe", false));
	rounds__close(&rounds);
}

/* A round without `none` has no difference. */
static void test_round_without_reference(void **state)
{
	(void)state;
	strcpy(trial_of(&run, 2, "none")->backend, "gone");
	assert_true(rounds__open(&rounds, &run, "kprobe", false));
	assert_int_equal(rounds.n, 2);
	assert_int_equal(rounds.trials[1]->round, 3);
	rounds__close(&rounds);
}

static double known_in_two(const struct trial *trial, enum clock_unit unit)
{
	(void)unit;
	return trial->round == 2 ? NAN : trial->round;
}

static double unknown(const struct trial *trial, enum clock_unit unit)
{
	(void)trial;
	(void)unit;
	return NAN;
}

static void test_median(void **state)
{
	(void)state;
	trial_of(&run, 1, "kprobe")->operation.figures.mode = 9000;
	assert_close(median_of("kprobe", trial__cost), 2400, 0);
	assert_close(median_of("kprobe", known_in_two), 2, 0); /* of 1 and 3 */
	assert_true(isnan(median_of("kprobe", unknown)));
	assert_true(isnan(median_of("kretprobe", trial__cost)));
}

/* In instructions the mode, which is exact; in nanoseconds the median. */
static void test_cost(void **state)
{
	struct trial *t = trial_of(&run, 1, "kprobe");

	(void)state;
	t->operation.figures.mode = 7;
	t->operation.figures.p50 = 8;
	t->operation.figures.mean = 9;
	assert_close(trial__cost(t, CLOCK_INSTRUCTIONS), 7, 0);
	assert_close(trial__cost(t, CLOCK_NANOSECONDS), 8, 0);
	assert_close(trial__mean(t, CLOCK_NANOSECONDS), 9, 0);
}

static void test_range(void **state)
{
	struct interval range;

	(void)state;
	trial_of(&run, 1, "kprobe")->operation.figures.mode += 5;
	trial_of(&run, 3, "none")->operation.figures.mode += 7;
	rounds__open(&rounds, &run, "kprobe", false);
	range = rounds__range(&rounds, run.unit, trial__cost);
	assert_close(range.low, 393, 0);
	assert_close(range.high, 405, 0);
	range = rounds__range(&rounds, run.unit, unknown);
	assert_true(isnan(range.low) && isnan(range.high));
	rounds__close(&rounds);
}

/* What is read off a histogram is known as well as its buckets are narrow. */
static void test_estimate(void **state)
{
	struct estimate e;

	(void)state;
	rounds__open(&rounds, &run, "kprobe", false);
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.value, 400, 0);
	assert_int_equal(e.n, 3);
	assert_close(e.resolution, 1, 0); /* from 2048 on, a bucket has two ticks */
	estimate__free(&e);
	assert_int_equal(rounds__estimate(&rounds, &run, trial__mean, &e), 0);
	assert_close(e.resolution, 0, 0);
	estimate__free(&e);
	run.units_per_tick = 0.25; /* 9600 ticks: a bucket has eight */
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.resolution, 7 * 0.25, 0);
	estimate__free(&e);
	run.step_ticks = 26; /* the clock's step is longer than that */
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.resolution, 25 * 0.25, 0);
	estimate__free(&e);
	strcpy(run.plan.workload, "macro");
	strcpy(run.plan.command, "true");
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.resolution, 0, 0);
	estimate__free(&e);
	rounds__close(&rounds);
}

static void set_cells(struct trial *t, size_t n, const struct histogram_cell *v)
{
	histogram_cells__free(&t->operation.cells);
	t->operation.cells = make_cells(true, n, v);
}

/* A median lies between the steps of the clock where there are histograms, otherwise on one. */
static void test_estimate_between_steps(void **state)
{
	const struct histogram_cell none[] = { { 1000, 25 }, { 1010, 50 }, { 1020, 25 } };
	const struct histogram_cell kprobe[] = {
		{ 1000, 5 }, { 1010, 45 }, { 1020, 45 }, { 1030, 5 }
	};
	struct estimate e;

	(void)state;
	run.unit = CLOCK_NANOSECONDS;
	run.units_per_tick = 0.5;
	run.step_ticks = 10;
	for (unsigned int round = 1; round <= 3; round++) {
		trial_of(&run, round, "none")->operation.figures.p50 = 505;
		trial_of(&run, round, "kprobe")->operation.figures.p50 = 510;
		set_cells(trial_of(&run, round, "none"), COUNT_OF(none), none);
		set_cells(trial_of(&run, round, "kprobe"), COUNT_OF(kprobe), kprobe);
	}
	rounds__open(&rounds, &run, "kprobe", false);
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.value, 2.5, 1e-9);
	assert_close(e.resolution, 0, 0);
	estimate__free(&e);
	/* Only the figures are stored. */
	histogram_cells__free(&trial_of(&run, 2, "none")->operation.cells);
	trial_of(&run, 2, "none")->operation.cells.n = 0;
	assert_int_equal(rounds__estimate(&rounds, &run, trial__cost, &e), 0);
	assert_close(e.value, 5, 1e-9);
	assert_close(e.resolution, 4.5, 1e-9);
	estimate__free(&e);
	rounds__close(&rounds);
}

/* Of the fastest quarter; what the others take does not matter. */
static void test_estimate_of_the_fastest(void **state)
{
	struct estimate e;

	(void)state;
	run.units_per_tick = 0.5;
	for (unsigned int round = 1; round <= 3; round++) {
		const struct histogram_cell none[] = {
			{ 1000, 5 }, { 1010, 5 }, { 1020, 15 }, { 9000, 75 }
		};
		const struct histogram_cell kprobe[] = {
			{ 1060, 5 }, { 1070, 5 }, { 1080, 15 }, { 2000 * round, 75 }
		};

		set_cells(trial_of(&run, round, "none"), COUNT_OF(none), none);
		set_cells(trial_of(&run, round, "kprobe"), COUNT_OF(kprobe), kprobe);
	}
	rounds__open(&rounds, &run, "kprobe", false);
	assert_int_equal(rounds__estimate_fastest(&rounds, &run, &e), 0);
	assert_close(e.value, 30, 1e-9);
	assert_close(e.resolution, 0, 0);
	estimate__free(&e);
	/* All of a quarter in one step of the clock: it is known no better than that. */
	run.step_ticks = 26;
	for (unsigned int round = 1; round <= 3; round++)
		set_cells(trial_of(&run, round, "none"), 1,
			  (const struct histogram_cell[]){ { 1040, 100 } });
	assert_int_equal(rounds__estimate_fastest(&rounds, &run, &e), 0);
	assert_close(e.resolution, 12.5, 1e-9);
	estimate__free(&e);
	/* Runs may be stored without histograms. */
	histogram_cells__free(&trial_of(&run, 2, "none")->operation.cells);
	trial_of(&run, 2, "none")->operation.cells.n = 0;
	assert_int_equal(rounds__estimate_fastest(&rounds, &run, &e), 0);
	assert_true(isnan(e.value));
	estimate__free(&e);
	rounds__close(&rounds);
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_pairs),
		on_run(test_round_without_reference),
		on_run(test_median),
		on_run(test_cost),
		on_run(test_range),
		on_run(test_estimate),
		on_run(test_estimate_between_steps),
		on_run(test_estimate_of_the_fastest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
