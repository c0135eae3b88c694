// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "report/figures/summary.h"

static struct run run;
static struct summary summary;

static void set_cost(struct trial *t, double cost)
{
	t->operation.figures.mode = cost;
	set_median(t, cost);
}

static const struct summary_row *control_row(void)
{
	for (size_t i = 0; i < summary.n; i++)
		if (summary.rows[i].control)
			return &summary.rows[i];
	return NULL;
}

/* A fixture: `run` is a sound run of six rounds. */
static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

/* ---- rows ---- */

static void test_rows_of_a_sound_run(void **state)
{
	const struct summary_row *none, *kprobe, *fentry;

	(void)state;
	summary__make(&run, &summary);
	assert_int_equal(summary.n_problems, 0);
	assert_int_equal(summary.n, 4);
	none = &summary.rows[0];
	assert_ptr_equal(summary__row(&summary, "none"), none);
	assert_true(none->reference && !none->control);
	assert_ptr_equal(control_row(), &summary.rows[1]);
	assert_string_equal(summary.rows[1].backend, "none");
	kprobe = summary__row(&summary, "kprobe");
	fentry = summary__row(&summary, "fentry");
	assert_ptr_equal(kprobe, &summary.rows[2]);
	assert_null(summary__row(&summary, "fexit"));

	assert_close(none->cost, 2000, 0);
	assert_close(none->overhead, 0, 0);
	assert_close(control_row()->overhead, 0, 0);
	assert_close(kprobe->cost, 2400, 0);
	assert_close(kprobe->overhead, 400, 0);
	assert_close(kprobe->low, 400, 0);
	assert_close(kprobe->high, 400, 0);
	assert_close(kprobe->times_cheapest, 4, 0);
	assert_close(fentry->times_cheapest, 1, 0);
	assert_true(isnan(none->times_cheapest) && isnan(control_row()->times_cheapest));
	assert_int_equal(kprobe->rounds, 6);
	assert_int_equal(kprobe->operations, 6000);
	assert_int_equal(kprobe->hits, 6000);
	assert_int_equal(kprobe->foreign_hits, 0);
	assert_int_equal(none->hits, COUNT_UNKNOWN);
	assert_int_equal(none->foreign_hits, COUNT_UNKNOWN);
	assert_close(kprobe->p50, 2400, 0);
	assert_close(kprobe->p99, 2470, 0);
	assert_close(kprobe->max, 2470, 0);
	assert_close(kprobe->beside, 900, 0);
	assert_close(kprobe->attach_ns, 7000002, 0);
	assert_close(kprobe->detach_ns, 3000002, 0);
}

/* The overhead is estimated from differences within rounds, and is no difference of medians. */
static void test_overhead_is_taken_within_rounds(void **state)
{
	static const double drift[] = { 0, 5000, 100, 900, 20, 3000 };
	static const double extra[] = { 10, 20, 30, 40, 50, 1000 };

	(void)state;
	run.unit = CLOCK_NANOSECONDS;
	for (unsigned int i = 0; i < 6; i++) {
		set_cost(trial_of(&run, i + 1, "none"), 2000 + drift[i]);
		set_cost(trial_of(&run, i + 1, "kprobe"), 2000 + drift[i] + extra[i]);
	}
	summary__make(&run, &summary);
	assert_close(summary__row(&summary, "kprobe")->overhead, 35, 1e-9);
	assert_close(summary__row(&summary, "none")->cost, 2500, 1e-9);
	assert_close(summary__row(&summary, "none")->overhead, 0, 0);
	/* The drift is in neither end of the interval. */
	assert_close(summary__row(&summary, "kprobe")->low, 20, 10);
	assert_close(summary__row(&summary, "kprobe")->high, 525, 475);
}

/* kprobe stands for a program, fentry for its twin. */
static void make_program(void)
{
	run.plan.n_programs = 1;
	strcpy(run.plan.programs[0].arm, "kprobe");
	strcpy(run.plan.programs[0].twin, "fentry");
}

static void test_dispatch_and_body_add_up(void **state)
{
	const struct summary_row *row;

	(void)state;
	make_program();
	summary__make(&run, &summary);
	row = summary__row(&summary, "kprobe");
	assert_close(row->overhead, 400, 0);
	assert_close(row->dispatch, 100, 0);
	assert_close(row->body, 300, 0);
	assert_close(row->body_low, 300, 0);
	assert_close(row->body_high, 300, 0);
	row = summary__row(&summary, "fentry");
	assert_true(isnan(row->dispatch) && isnan(row->body) && isnan(row->body_low));
}

/* The machine's drift from round to round is in neither. */
static void test_body_is_taken_within_rounds(void **state)
{
	static const double drift[] = { 0, 5000, 100, 900, 20, 3000 };
	const struct summary_row *row;

	(void)state;
	make_program();
	run.unit = CLOCK_NANOSECONDS;
	for (unsigned int i = 0; i < 6; i++) {
		set_cost(trial_of(&run, i + 1, "none"), 2000 + drift[i]);
		set_cost(trial_of(&run, i + 1, "fentry"), 2100 + drift[i]);
		set_cost(trial_of(&run, i + 1, "kprobe"), 2140 + drift[i] + i);
	}
	summary__make(&run, &summary);
	row = summary__row(&summary, "kprobe");
	assert_close(row->dispatch, 100, 1e-9);
	assert_close(row->body, 42.5, 1e-9);
	assert_close(row->body_low, 42.5, 5);
	assert_close(row->body_high, 42.5, 5);
}

static void test_a_program_without_its_twin(void **state)
{
	(void)state;
	make_program();
	strcpy(run.plan.programs[0].twin, "gone");
	summary__make(&run, &summary);
	assert_true(isnan(summary__row(&summary, "kprobe")->dispatch));
	assert_true(isnan(summary__row(&summary, "kprobe")->body));
}

/* Instructions: the mode. Nanoseconds: the median. */
static void test_cost_hangs_on_the_unit(void **state)
{
	(void)state;
	for (unsigned int round = 1; round <= 6; round++) {
		struct trial *t = trial_of(&run, round, "kprobe");

		t->operation.figures.mode = 2100;
		set_median(t, 2300);
	}
	summary__make(&run, &summary);
	assert_close(summary__row(&summary, "kprobe")->overhead, 100, 0);
	run.unit = CLOCK_NANOSECONDS;
	summary__make(&run, &summary);
	assert_close(summary__row(&summary, "kprobe")->overhead, 300, 0);
}

/* Only hooks that cost something can be the cheapest, or a multiple of it. */
static void test_hook_without_overhead_is_not_the_cheapest(void **state)
{
	(void)state;
	for (unsigned int round = 1; round <= 6; round++)
		set_cost(trial_of(&run, round, "fentry"), 1990);
	summary__make(&run, &summary);
	assert_close(summary__row(&summary, "fentry")->overhead, -10, 0);
	assert_true(isnan(summary__row(&summary, "fentry")->times_cheapest));
	assert_close(summary__row(&summary, "kprobe")->times_cheapest, 1, 0);
	assert_true(isnan(summary__row(&summary, "none")->times_cheapest));
}

static void test_backend_missing_in_some_rounds(void **state)
{
	const struct summary_row *kprobe;

	(void)state;
	strcpy(trial_of(&run, 2, "kprobe")->backend, "fexit");
	strcpy(trial_of(&run, 5, "kprobe")->backend, "fexit");
	/* Without its `none`, a round compares with nothing. */
	strcpy(trial_of(&run, 6, "none")->backend, "fexit");
	set_cost(trial_of(&run, 6, "kprobe"), 99999);
	summary__make(&run, &summary);
	kprobe = summary__row(&summary, "kprobe");
	assert_int_equal(kprobe->rounds, 3);
	assert_close(kprobe->overhead, 400, 0);
	assert_int_equal(kprobe->operations, 3000);
	assert_int_equal(summary__row(&summary, "fentry")->rounds, 5);
	assert_int_equal(control_row()->rounds, 5);
	/* The plan does not name it. */
	assert_null(summary__row(&summary, "fexit"));
}

static void test_no_trials(void **state)
{
	json_t *json;

	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		trial__free(&run.trials[i]);
	run.n_trials = 0;
	summary__make(&run, &summary);
	assert_int_equal(summary.n, 0);
	assert_null(summary__row(&summary, "none"));
	json = summary__to_json(&summary);
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 0);
	json_decref(json);
}

static void test_counts_that_are_unknown(void **state)
{
	(void)state;
	trial_of(&run, 3, "kprobe")->missed = COUNT_UNKNOWN;
	trial_of(&run, 3, "fentry")->hits = 1234;
	memset(&trial_of(&run, 1, "kprobe")->beside.figures, 0, sizeof(struct figures));
	summary__make(&run, &summary);
	assert_int_equal(summary__row(&summary, "kprobe")->missed, COUNT_UNKNOWN);
	assert_int_equal(summary__row(&summary, "kprobe")->hits, 6000);
	assert_int_equal(summary__row(&summary, "fentry")->foreign_hits, 234);
	assert_int_equal(summary.n_problems, 0);
}

/* What a file may claim, and JSON can hold. */
static void test_counts_beyond_their_range(void **state)
{
	const struct summary_row *kprobe;

	(void)state;
	for (unsigned int round = 1; round <= 6; round++) {
		struct trial *t = trial_of(&run, round, "kprobe");

		t->operations = INT64_MAX;
		t->hits = t->missed = INT64_MAX;
		t->expected_hits = 0;
	}
	summary__make(&run, &summary);
	kprobe = summary__row(&summary, "kprobe");
	assert_true(kprobe->operations == INT64_MAX);
	assert_true(kprobe->hits == INT64_MAX);
	assert_true(kprobe->foreign_hits == INT64_MAX);
	assert_true(kprobe->missed == INT64_MAX);
}

/* As many rows as a stored run may ask for: each backend, each with a control. */
static void test_more_rows_than_a_plan_gives(void **state)
{
	(void)state;
	run.plan.n_backends = PLAN_MAX_BACKENDS;
	for (size_t i = 1; i < PLAN_MAX_BACKENDS; i++)
		snprintf(run.plan.backends[i], NAME_SIZE, "none");
	summary__make(&run, &summary);
	assert_true(summary.n <= SUMMARY_MAX_ROWS);
}

/* ---- the interval ---- */

/*
 * `run`, in nanoseconds, with n rounds whose overheads of kprobe are 10, 20, ... in some order; n
 * is no multiple of 7.
 */
static void make_overheads(unsigned int n)
{
	run__free(&run);
	make_run(&run, n);
	run.unit = CLOCK_NANOSECONDS;
	for (unsigned int i = 0; i < n; i++)
		set_cost(trial_of(&run, i + 1, "kprobe"), 2000 + 10 * (1 + (i * 7 + 3) % n));
}

static void test_overhead_of_evenly_spread_rounds_is_in_their_middle(void **state)
{
	(void)state;
	for (unsigned int n = 1; n <= 30; n += n % 7 == 6 ? 2 : 1) {
		const struct summary_row *row;

		make_overheads(n);
		summary__make(&run, &summary);
		row = summary__row(&summary, "kprobe");
		assert_close(row->overhead, 5.0 * (n + 1), 1e-9);
		if (n < ESTIMATE_MIN_ROUNDS) {
			assert_true(isnan(row->low) && isnan(row->high));
			assert_true(isnan(row->smallest_visible));
			continue;
		}
		/* About as far on either side, and within what was seen. */
		assert_close(row->high - row->overhead, row->overhead - row->low, 0.15 * 10 * n);
		assert_true(row->low >= 10 && row->high <= 10 * n && row->low < row->high);
		assert_true(row->smallest_visible > (row->high - row->low) / 2);
	}
}

static void test_shift_is_of_the_figure_it_is_named_after(void **state)
{
	const struct summary_row *row;

	(void)state;
	make_overheads(12);
	for (unsigned int round = 1; round <= 12; round++) {
		struct figures *f = &trial_of(&run, round, "kprobe")->operation.figures;
		const struct figures *none = &trial_of(&run, round, "none")->operation.figures;

		f->mean = none->mean + 7;
		f->p90 = none->p90 + 90;
		f->p99 = none->p99 - 99;
	}
	summary__make(&run, &summary);
	row = summary__row(&summary, "kprobe");
	assert_close(row->shift[0].value, 7, 1e-9);
	assert_close(row->shift[0].interval.low, 7, 1e-9);
	/* What is read off a histogram is known to a bucket, which is two ticks wide here. */
	assert_close(row->shift[1].value, 90, 1e-9);
	assert_close(row->shift[1].interval.low, 89, 1e-9);
	assert_close(row->shift[2].interval.high, -99, 1e-9);
	run.unit = CLOCK_INSTRUCTIONS;
	summary__make(&run, &summary);
	assert_true(isnan(summary__row(&summary, "kprobe")->shift[0].value));
}

/* Heavy tails and a drift between rounds, as real machines have them. */
static double noisy(gsl_rng *rng)
{
	return gsl_rng_uniform(rng) < 0.1 ? gsl_ran_exponential(rng, 400)
					  : gsl_ran_gaussian(rng, 15);
}

static void test_interval_covers_the_truth(void **state)
{
	enum { RUNS = 120, ROUNDS = 10 };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	unsigned int covered = 0, control_covered = 0;

	(void)state;
	run__free(&run);
	make_run(&run, ROUNDS);
	run.unit = CLOCK_NANOSECONDS;
	for (unsigned int i = 0; i < RUNS; i++) {
		const struct summary_row *row;

		for (unsigned int round = 1; round <= ROUNDS; round++) {
			double base = 2000 + gsl_ran_exponential(rng, 300);

			for (size_t j = 0; j < 4; j++) {
				struct trial *t = &run.trials[(round - 1) * 4 + j];
				bool is_kprobe = !strcmp(t->backend, "kprobe");

				set_cost(t, base + noisy(rng) + (is_kprobe ? 42 : 0));
			}
		}
		summary__make(&run, &summary);
		row = summary__row(&summary, "kprobe");
		covered += row->low <= 42 && 42 <= row->high;
		row = control_row();
		control_covered += row->low <= 0 && 0 <= row->high;
	}
	gsl_rng_free(rng);
	/* At least the promised share, less three standard deviations of the count itself. */
	double least = RUNS * SUMMARY_CONFIDENCE -
		       3 * sqrt(RUNS * SUMMARY_CONFIDENCE * (1 - SUMMARY_CONFIDENCE));

	assert_true(covered >= least);
	assert_true(control_covered >= least);
}

static void test_overhead_a_hit_is_of_commands(void **state)
{
	const struct summary_row *kprobe, *fentry;

	(void)state;
	for (size_t i = 0; i < run.n_capabilities; i++)
		run.capabilities[i].command_hits = i == 1 ? 50 : COUNT_UNKNOWN;
	summary__make(&run, &summary);
	assert_true(isnan(summary__row(&summary, "kprobe")->hits_per_command));
	strcpy(run.plan.command, "rm -rf tree");
	summary__make(&run, &summary);
	kprobe = summary__row(&summary, run.capabilities[1].backend);
	fentry = summary__row(&summary, run.capabilities[2].backend);
	assert_close(kprobe->hits_per_command, 50, 0);
	assert_close(kprobe->overhead_per_hit, kprobe->overhead / 50, 1e-9);
	assert_true(isnan(fentry->hits_per_command) && isnan(fentry->overhead_per_hit));
	assert_true(isnan(summary.rows[0].hits_per_command) &&
		    isnan(control_row()->overhead_per_hit));
	/* None at all: that is known, and divides nothing. */
	run.capabilities[1].command_hits = 0;
	summary__make(&run, &summary);
	kprobe = summary__row(&summary, run.capabilities[1].backend);
	assert_close(kprobe->hits_per_command, 0, 0);
	assert_true(isnan(kprobe->overhead_per_hit));
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_rows_of_a_sound_run),
		on_run(test_overhead_is_taken_within_rounds),
		on_run(test_dispatch_and_body_add_up),
		on_run(test_body_is_taken_within_rounds),
		on_run(test_a_program_without_its_twin),
		on_run(test_cost_hangs_on_the_unit),
		on_run(test_hook_without_overhead_is_not_the_cheapest),
		on_run(test_backend_missing_in_some_rounds),
		on_run(test_no_trials),
		on_run(test_counts_that_are_unknown),
		on_run(test_overhead_of_evenly_spread_rounds_is_in_their_middle),
		on_run(test_shift_is_of_the_figure_it_is_named_after),
		on_run(test_counts_beyond_their_range),
		on_run(test_interval_covers_the_truth),
		on_run(test_overhead_a_hit_is_of_commands),
		on_run(test_more_rows_than_a_plan_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
