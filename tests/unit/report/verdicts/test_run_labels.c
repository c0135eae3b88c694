// SPDX-License-Identifier: GPL-2.0-or-later
/* What a run is called among others, and when several are no series of kernels. */
#include "tests/unit/support.h"

#include "report/verdicts/run_labels.h"

#define RUNS 4

static struct run runs[RUNS];
static const struct run *pointers[RUNS];
static char labels[RUNS][LABEL_SIZE];
static char *label_pointers[RUNS];

static int aspects_setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < RUNS; i++) {
		make_run(&runs[i], 2);
		runs[i].vm = json_pack("{s:s, s:s, s:n}", "accelerator", "exact", "cpu_model",
				       "qemu64", "append");
		pointers[i] = &runs[i];
		label_pointers[i] = labels[i];
	}
	return 0;
}

static int aspects_teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < RUNS; i++)
		run__free(&runs[i]);
	return 0;
}

static void assert_labels(size_t n, const char *const *expected)
{
	run_labels__label(pointers, n, label_pointers);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(labels[i], expected[i]);
}

static void test_only_what_differs_is_named(void **state)
{
	(void)state;
	json_object_set_new(runs[1].environment, "kernel_release",
			    json_string("7.3.4-cloud-amd64"));
	assert_labels(2, (const char *[]){ "6.12.0-test", "7.3.4" });
	assert_false(run_labels__are_series(pointers, 2));
}

static void test_axes(void **state)
{
	(void)state;
	strcpy(runs[1].plan.payload, "empty");
	json_object_set_new(runs[2].vm, "cpu_model", json_string("EPYC"));
	json_object_set_new(runs[3].vm, "append", json_string("mitigations=off"));
	assert_labels(4, (const char *[]){
				 "6.12.0-test, payload count, qemu64, no --append",
				 "6.12.0-test, payload empty, qemu64, no --append",
				 "6.12.0-test, payload count, EPYC, no --append",
				 "6.12.0-test, payload count, qemu64, mitigations=off",
			 });
	assert_true(run_labels__are_series(pointers, 4));
	for (size_t i = 1; i < 4; i++)
		assert_true(
			run_labels__are_series((const struct run *[]){ &runs[0], &runs[i] }, 2));
}

static void test_threads_and_rate(void **state)
{
	(void)state;
	runs[1].plan.threads = 4;
	runs[1].plan.rate_hz = 100;
	assert_labels(2, (const char *[]){ "6.12.0-test, 1 thread, unpaced",
					   "6.12.0-test, 4 threads, 100 Hz" });
	runs[1].plan = runs[0].plan;
	runs[1].plan.pid_filter = true;
	assert_labels(2,
		      (const char *[]){ "6.12.0-test, no pid filter", "6.12.0-test, pid filter" });
	assert_true(run_labels__are_series(pointers, 2));
}

/* Of the machine itself, what it was started with. */
static void test_mitigations_of_the_running_kernel(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		json_decref(runs[i].vm);
		runs[i].vm = NULL;
		json_object_set_new(runs[i].environment, "command_line",
				    json_string(i ? "ro mitigations=off" : "ro"));
	}
	assert_labels(
		2, (const char *[]){ "6.12.0-test, mitigations", "6.12.0-test, mitigations=off" });
}

static void test_repetitions_have_their_time_or_number(void **state)
{
	(void)state;
	strcpy(runs[1].started, "2026-02-01T00:00:00Z");
	assert_labels(2, (const char *[]){ "6.12.0-test, 2026-01-31T12:34:56Z",
					   "6.12.0-test, 2026-02-01T00:00:00Z" });
	strcpy(runs[1].started, runs[0].started);
	assert_labels(2, (const char *[]){ "6.12.0-test, 2026-01-31T12:34:56Z",
					   "6.12.0-test, 2026-01-31T12:34:56Z, #2" });
	assert_false(run_labels__are_series(pointers, 2));
}

/* As much as there is room for, and still one label each. */
static void test_long_labels(void **state)
{
	char text[400];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	json_object_set_new(runs[0].vm, "append", json_string(text));
	text[sizeof(text) - 2] = 'y';
	json_object_set_new(runs[1].vm, "append", json_string(text));
	json_object_set_new(runs[2].vm, "append", json_string("quiet"));
	run_labels__label(pointers, 3, label_pointers);
	assert_string_not_equal(labels[0], labels[1]);
	assert_string_equal(labels[2], "6.12.0-test, quiet, 2026-01-31T12:34:56Z");
}

static void test_what_was_not_measured_is_left_out(void **state)
{
	const struct run *some[] = { NULL, &runs[0], NULL, &runs[1] };

	(void)state;
	assert_false(run_labels__are_series(some, 4));
	strcpy(runs[1].plan.payload, "empty");
	assert_true(run_labels__are_series(some, 4));
	/* Instructions and time have nothing in common. */
	runs[1].unit = runs[1].plan.unit = CLOCK_NANOSECONDS;
	assert_false(run_labels__are_series(some, 4));
	assert_false(run_labels__are_series(NULL, 0));
}

#define on_runs(function) cmocka_unit_test_setup_teardown(function, aspects_setup, aspects_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_runs(test_only_what_differs_is_named),
		on_runs(test_axes),
		on_runs(test_threads_and_rate),
		on_runs(test_mitigations_of_the_running_kernel),
		on_runs(test_repetitions_have_their_time_or_number),
		on_runs(test_long_labels),
		on_runs(test_what_was_not_measured_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
