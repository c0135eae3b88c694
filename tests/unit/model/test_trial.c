// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a trial must not be believed. */
#include "tests/unit/support.h"

#include "bench/model/trial.h"

static struct plan plan;
static struct trial trial;
static char text[256];

/* A sound trial of 1000 operations in instructions. */
static int trial_setup(void **state)
{
	(void)state;
	plan = (struct plan){ .unit = CLOCK_INSTRUCTIONS };
	trial__init(&trial, "kprobe");
	trial.operations = trial.expected_hits = trial.hits = 1000;
	trial.missed = trial.recursion = 0;
	trial.operation.figures = (struct figures){
		.count = 1000, .mode = 7470, .mode_count = 1000, .mode_exact = true
	};
	return 0;
}

static void assert_problem(const struct capability *c, const char *expected)
{
	trial__problem(&trial, &plan, c, text, sizeof(text));
	if (expected[0] ? !strstr(text, expected) : text[0])
		fail_msg("\"%s\" instead of \"%s\"", text, expected);
}

static void test_new_trial_knows_nothing(void **state)
{
	(void)state;
	trial__init(&trial, "fexit");
	assert_string_equal(trial.backend, "fexit");
	assert_int_equal(trial.hits, COUNT_UNKNOWN);
	assert_int_equal(trial.attach_ns, COUNT_UNKNOWN);
	assert_int_equal(trial.disturbance.interrupts, COUNT_UNKNOWN);
	assert_true(isnan(trial.clock_drift_ns) && isnan(trial.half_shift));
	trial__hit_problem(&trial, NULL, text, sizeof(text));
	assert_string_equal(text, "");
}

static void test_hits(void **state)
{
	(void)state;
	assert_problem(NULL, "");
	trial.hits = 1001; /* other processes' */
	assert_problem(NULL, "");
	trial.hits = 999;
	assert_problem(NULL, "999 hits of 1000");
	trial.hits = COUNT_UNKNOWN;
	assert_problem(NULL, "");
	trial.proof_expected = 100;
	trial.proof_hits = 99;
	assert_problem(NULL, "99 hits of 100 in the warm-up");
	trial.proof_hits = 100;
	trial.missed = 2;
	assert_problem(NULL, "2 missed hits");
	trial.missed = 0;
	strcpy(trial.wrong, "an event of another pid");
	assert_problem(NULL, "another pid");
}

/* What its backend was decides; of a run that does not say, nothing is taken for granted. */
static void test_what_the_backend_was(void **state)
{
	struct capability c = { .backend = "kprobe" };

	(void)state;
	trial.recursion = 3;
	assert_problem(&c, "3 hits refused as recursion");
	assert_problem(NULL, "3 hits refused as recursion");
	c.is_filtered = true;
	assert_problem(&c, "");
	strcpy(trial.placement, "ftrace");
	strcpy(c.must_be, "optimized");
	assert_problem(&c, "placed as ftrace, not as optimized");
	strcpy(trial.placement, "optimized");
	assert_problem(&c, "");
	trial.operation.figures.mode_count = 500;
	assert_problem(&c, "not exact: 50.0 %");
	strcpy(c.varies, "it unwinds");
	assert_problem(&c, "");
}

static void test_share_of_the_mode(void **state)
{
	(void)state;
	trial.operation.figures.mode_count = 900;
	assert_problem(NULL, "");
	trial.operation.figures.mode_count = 899;
	assert_problem(NULL, "not exact: 89.9 %");
	plan.unit = CLOCK_NANOSECONDS;
	assert_problem(NULL, "");
	plan.unit = CLOCK_INSTRUCTIONS;
	trial.operation.figures.mode_count = 1000;
	trial.operation.figures.mode_exact = false;
	assert_problem(NULL, "not exact");
}

static void test_clock_and_machine(void **state)
{
	(void)state;
	trial.disturbance.suspended_ns = DISTURBANCE_SUSPENDED_NS;
	assert_problem(NULL, "");
	trial.disturbance.suspended_ns = 2500000000;
	assert_problem(NULL, "suspended for 2.5 s");
	trial.disturbance.suspended_ns = 0;
	trial.operation.figures.over = 4;
	assert_problem(NULL, "4 operations");
	trial.operation.figures.over = 0;
	trial.elapsed_ns = 50000000;
	trial.clock_drift_ns = -69000;
	assert_problem(NULL, "");
	trial.clock_drift_ns = -71000;
	assert_problem(NULL, "-71.0 us off");
}

#define on_trial(function) cmocka_unit_test_setup(function, trial_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_trial(test_new_trial_knows_nothing), on_trial(test_hits),
		on_trial(test_what_the_backend_was),	on_trial(test_share_of_the_mode),
		on_trial(test_clock_and_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
