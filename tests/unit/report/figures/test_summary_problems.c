// SPDX-License-Identifier: GPL-2.0-or-later
/* What makes a run invalid, and what must not. */
#include "tests/unit/support.h"

#include "report/figures/summary.h"

static struct run run;
static struct summary summary;
static struct trial *kprobe; /* of round 2 */

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	kprobe = trial_of(&run, 2, "kprobe");
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

/* The run is sound except for one thing, which is said with all of these words. */
static void assert_one_problem(const char *a, const char *b, const char *c)
{
	const char *words[] = { a, b, c };

	summary__make(&run, &summary);
	assert_int_equal(summary.n_problems, 1);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (!strstr(summary.problems[0], words[i]))
			fail_msg("\"%s\" does not say \"%s\"", summary.problems[0], words[i]);
}

/* What the backend of some trials was. */
static struct capability *capability_of(const char *backend)
{
	for (size_t i = 0; i < run.n_capabilities; i++)
		if (!strcmp(run.capabilities[i].backend, backend))
			return &run.capabilities[i];
	fail_msg("the run has no %s", backend);
	abort(); /* never reached, but the compiler does not know */
}

static void assert_sound(void)
{
	summary__make(&run, &summary);
	if (summary.n_problems)
		fail_msg("%s", summary.problems[0]);
}

static void set_mode(struct trial *t, double mode)
{
	t->operation.figures.mode = mode;
	set_median(t, mode);
}

static void test_hits(void **state)
{
	(void)state;
	kprobe->hits = kprobe->expected_hits + 1; /* another process unlinked something */
	assert_sound();
	kprobe->hits = COUNT_UNKNOWN;
	assert_sound();
	kprobe->hits = kprobe->expected_hits - 1;
	assert_one_problem("kprobe, round 2", "999 hits", "1000");
}

static void test_hits_of_the_warm_up(void **state)
{
	(void)state;
	kprobe->hits = COUNT_UNKNOWN;
	kprobe->proof_expected = kprobe->proof_hits = 100;
	assert_sound();
	kprobe->proof_hits = 0;
	assert_one_problem("kprobe, round 2", "0 hits of 100", "warm-up");
}

static void test_missed(void **state)
{
	(void)state;
	kprobe->missed = COUNT_UNKNOWN;
	assert_sound();
	kprobe->missed = 3;
	assert_one_problem("kprobe, round 2", "3", "missed");
}

static void test_recursion(void **state)
{
	(void)state;
	kprobe->recursion = 4;
	assert_one_problem("kprobe, round 2", "4", "recursion");
}

static void test_share_of_the_mode(void **state)
{
	(void)state;
	kprobe->operation.figures.mode_count = 900;
	assert_sound();
	kprobe->operation.figures.mode_count = 899;
	assert_one_problem("kprobe, round 2", "not exact", "89.9 %");
	kprobe->operation.figures.mode_count = 950;
	kprobe->operation.figures.mode_exact = false;
	assert_one_problem("kprobe, round 2", "not exact", "");
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	assert_sound();
}

/* Where the kernel itself does not take the same way each time, it is no problem of the run's. */
static void test_payload_that_varies(void **state)
{
	(void)state;
	/* What counts is what the run says of itself, not what this build knows of the name. */
	strcpy(run.plan.payload, "stack");
	kprobe->operation.figures.mode_count = 100;
	set_mode(kprobe, 2401);
	summary__make(&run, &summary);
	assert_int_equal(summary.n_problems, 2);
	strcpy(capability_of("kprobe")->varies, "it unwinds");
	assert_sound();
	kprobe->hits = kprobe->expected_hits - 1;
	assert_one_problem("kprobe, round 2", "999 hits", "1000");
}

static void test_what_is_not_true(void **state)
{
	(void)state;
	strcpy(kprobe->wrong, "an event has the file name \"x\"");
	assert_one_problem("kprobe, round 2", "an event has the file name \"x\"", "");
}

/* A program at every system call may be refused at another one. */
static void test_recursion_of_a_program_that_leaves_calls_out(void **state)
{
	(void)state;
	kprobe->recursion = 3;
	assert_one_problem("kprobe, round 2", "3 hits", "recursion");
	capability_of("kprobe")->is_filtered = true;
	assert_sound();
}

static void test_placement_that_is_required(void **state)
{
	(void)state;
	strcpy(kprobe->placement, "ftrace");
	assert_sound();
	strcpy(capability_of("kprobe")->must_be, "breakpoint");
	assert_one_problem("kprobe, round 2", "placed as ftrace", "not as breakpoint");
	strcpy(kprobe->placement, "");
	assert_sound();
}

static void test_overhead_that_differs_between_rounds(void **state)
{
	(void)state;
	set_mode(kprobe, 2401);
	assert_one_problem("kprobe", "differs between rounds", "400 to 401");
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	assert_sound();
}

/* A kernel that drifts as a whole moves no overhead. */
static void test_cost_that_drifts_with_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		set_mode(&run.trials[i],
			 run.trials[i].operation.figures.mode + run.trials[i].round);
	assert_sound();
}

static void move_control(double by)
{
	for (size_t i = 0; i < run.n_trials; i++)
		if (run.trials[i].control)
			set_mode(&run.trials[i], 2000 + by);
}

static void test_control_that_differs(void **state)
{
	static const enum clock_unit units[] = { CLOCK_INSTRUCTIONS, CLOCK_NANOSECONDS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		run.unit = units[i];
		move_control(1);
		assert_one_problem("control", "differs", clock_unit__name(units[i]));
		move_control(-1);
		assert_one_problem("control", "-1", clock_unit__name(units[i]));
		move_control(0);
		assert_sound();
	}
}

/* Indistinguishable paths through the kernel differ by a few instructions. */
static void test_control_where_lengths_vary(void **state)
{
	(void)state;
	strcpy(capability_of("none")->varies, "it hashes");
	move_control(-4);
	assert_sound();
	move_control(5);
	assert_one_problem("control", "5 to 5", "");
	move_control(0);
}

/* Exact mode has no noise: one instruction in one round is enough. */
static void test_control_that_differs_in_one_round(void **state)
{
	struct trial *control = &run.trials[7];

	(void)state;
	assert_true(control->control);
	set_mode(control, 2001);
	assert_one_problem("control", "differs", "0 to 1 instructions");
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	assert_sound();
}

/* A control that differs names what was seen, and what was set, that may be why. */
static void test_causes_are_named(void **state)
{
	(void)state;
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	move_control(1);
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].disturbance = (struct disturbance){ 0 };
	assert_one_problem("control", "differs", "no known disturbance was seen");
	run.trials[0].disturbance.steal_ns = 30000000;
	run.trials[1].unsteady = true;
	json_object_set_new(run.environment, "kernel_log_lines", json_integer(2));
	json_object_set_new(run.environment, "kernel_log", json_pack("[s]", "clocksource: slow"));
	json_object_set_new(run.environment, "warnings",
			    json_pack("[s]", "governor: powersave; better: performance"));
	assert_one_problem("30 ms stolen", "trials not steady", "2 lines in the kernel's log");
	assert_one_problem("clocksource: slow", "governor: powersave", "");
	/* None of it moves instructions. */
	run.unit = CLOCK_INSTRUCTIONS;
	json_object_del(run.environment, "warnings");
	summary__make(&run, &summary);
	assert_null(strstr(summary.problems[0], "stolen"));
	assert_null(strstr(summary.problems[0], "watched"));
}

static void test_suspended(void **state)
{
	(void)state;
	kprobe->disturbance.suspended_ns = 2000000;
	assert_sound();
	kprobe->disturbance.suspended_ns = INT64_C(3500000000);
	assert_one_problem("kprobe, round 2", "suspended for 3.5 s", "");
}

static void test_clock_that_jumps(void **state)
{
	(void)state;
	kprobe->elapsed_ns = 50000000;
	kprobe->clock_drift_ns = -60000;
	assert_sound();
	kprobe->clock_drift_ns = -80000;
	assert_one_problem("kprobe, round 2", "the clock jumped",
			   "-80.0 us off the kernel's clock after 50.0 ms");
	kprobe->clock_drift_ns = NAN;
	assert_sound();
	/* A difference below 0 is larger than any that a histogram holds. */
	kprobe->operation.figures.over = 3;
	assert_one_problem("kprobe, round 2", "the clock jumped", "3 operations");
}

static void test_clock_that_the_kernel_left(void **state)
{
	(void)state;
	json_object_set_new(run.environment, "clock_source", json_string("tsc"));
	assert_sound();
	json_object_set_new(run.environment, "clock_source_at_end", json_string("hpet"));
	assert_one_problem("replaced the clock source tsc by hpet", "unstable", "");
}

static void test_more_problems_than_fit(void **state)
{
	json_t *json;

	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].recursion = 1;
	summary__make(&run, &summary);
	assert_int_equal(summary.n_problems, run.n_trials);
	json = summary__to_json(&summary);
	assert_true(json_is_false(json_object_get(json, "valid")));
	assert_int_equal(json_integer_value(json_object_get(json, "problem_count")), run.n_trials);
	assert_int_equal(json_array_size(json_object_get(json, "problems")), SUMMARY_PROBLEMS);
	json_decref(json);
}

/* Trials are taken out: a run that was stopped in its first round, or was edited. */
static void keep(bool (*wanted)(const struct trial *t))
{
	size_t n = 0;

	for (size_t i = 0; i < run.n_trials; i++)
		if (wanted(&run.trials[i]))
			run.trials[n++] = run.trials[i];
		else
			trial__free(&run.trials[i]);
	run.n_trials = n;
}

static bool is_no_control(const struct trial *t)
{
	return !t->control;
}

static bool is_no_reference(const struct trial *t)
{
	return strcmp(t->backend, "none") != 0;
}

static void test_no_control(void **state)
{
	(void)state;
	keep(is_no_control);
	assert_one_problem("there is no control", "a second none", "nothing shows");
}

static void test_no_reference(void **state)
{
	(void)state;
	keep(is_no_reference);
	assert_one_problem("there is no trial of none", "compared", "");
	/* Nothing was measured: nothing is claimed, either. */
	while (run.n_trials)
		trial__free(&run.trials[--run.n_trials]);
	assert_sound();
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_hits),
		on_run(test_hits_of_the_warm_up),
		on_run(test_missed),
		on_run(test_recursion),
		on_run(test_share_of_the_mode),
		on_run(test_payload_that_varies),
		on_run(test_what_is_not_true),
		on_run(test_recursion_of_a_program_that_leaves_calls_out),
		on_run(test_placement_that_is_required),
		on_run(test_overhead_that_differs_between_rounds),
		on_run(test_cost_that_drifts_with_none),
		on_run(test_control_that_differs),
		on_run(test_control_where_lengths_vary),
		on_run(test_control_that_differs_in_one_round),
		on_run(test_causes_are_named),
		on_run(test_suspended),
		on_run(test_clock_that_jumps),
		on_run(test_clock_that_the_kernel_left),
		on_run(test_more_problems_than_fit),
		on_run(test_no_control),
		on_run(test_no_reference),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
