// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/seen_disturbances.h"

static struct run run;
static struct seen_disturbances seen;

static int setup(void **state)
{
	(void)state;
	make_run(&run, 2);
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].disturbance = disturbance_unknown;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static void test_nothing(void **state)
{
	(void)state;
	seen_disturbances__list(&run, &seen);
	assert_int_equal(seen.n, 0);
}

static void test_counts(void **state)
{
	(void)state;
	run.trials[0].disturbance.involuntary_switches = 14;
	run.trials[1].disturbance.involuntary_switches = 3;
	run.trials[2].disturbance.involuntary_switches = 0;
	run.trials[0].disturbance.steal_ns = 1999999; /* not yet two ms */
	run.trials[0].disturbance.suspended_ns = 999999;
	run.trials[0].disturbance.interrupts = 1000; /* there always are some */
	seen_disturbances__list(&run, &seen);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.lines[0], "17 involuntary context switches");
	assert_string_equal(seen.lines[1], "1 ms stolen by the hypervisor");
}

static void test_counts_that_are_too_large(void **state)
{
	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].disturbance.migrations = INT64_MAX;
	seen_disturbances__list(&run, &seen);
	assert_string_equal(seen.lines[0], "9223372036854775807 migrations to another CPU");
}

static void test_trials_and_log(void **state)
{
	(void)state;
	run.trials[3].unsteady = true;
	json_object_set_new(run.environment, "kernel_log_lines", json_integer(1));
	json_object_set_new(run.environment, "kernel_log", json_pack("[s]", "BUG: soft lockup"));
	seen_disturbances__list(&run, &seen);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.lines[0], "1 of 8 trials not steady (its halves differ)");
	assert_string_equal(seen.lines[1], "1 line in the kernel's log (\"BUG: soft lockup\")");
	/* Neither has to be what it should be. */
	json_object_set_new(run.environment, "kernel_log_lines", json_integer(2));
	json_object_set_new(run.environment, "kernel_log", json_pack("[i]", 7));
	seen_disturbances__list(&run, &seen);
	assert_string_equal(seen.lines[1], "2 lines in the kernel's log (\"\")");
}

/* It cannot move what is counted. */
static void test_instructions(void **state)
{
	(void)state;
	run.unit = CLOCK_INSTRUCTIONS;
	run.trials[0].disturbance.involuntary_switches = 14;
	run.trials[0].unsteady = true;
	seen_disturbances__list(&run, &seen);
	assert_int_equal(seen.n, 0);
}

static void test_settings(void **state)
{
	json_t *warnings =
		json_pack("[s, i, s]", "governor: powersave; better: performance", 3, "SMT is on");

	(void)state;
	json_object_set_new(run.environment, "warnings", warnings);
	seen_disturbances__list(&run, &seen);
	seen_disturbances__add_settings(&run, &seen);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.lines[0], "governor: powersave");
	assert_string_equal(seen.lines[1], "SMT is on");
	for (int i = 0; i < 2 * SEEN_DISTURBANCES_MAX; i++)
		json_array_append_new(warnings, json_string("more"));
	seen_disturbances__add_settings(&run, &seen);
	assert_int_equal(seen.n, SEEN_DISTURBANCES_MAX);
}

static void test_join(void **state)
{
	static const struct seen_disturbances three = { 3, { "one", "two", "three" } };
	char text[32];

	(void)state;
	seen_disturbances__join(&three, text, sizeof(text));
	assert_string_equal(text, "one, two, three");
	seen_disturbances__join(&three, text, 10);
	assert_string_equal(text, "one, two,");
	seen_disturbances__join(&three, text, 4);
	assert_string_equal(text, "one");
	seen.n = 0;
	seen_disturbances__join(&seen, text, sizeof(text));
	assert_string_equal(text, "");
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_nothing),
		on_run(test_counts),
		on_run(test_counts_that_are_too_large),
		on_run(test_trials_and_log),
		on_run(test_instructions),
		on_run(test_settings),
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
