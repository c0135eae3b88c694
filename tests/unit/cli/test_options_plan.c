// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/cli/options_support.h"

static struct options options;

static void test_each_option_is_a_field(void **state)
{
	const struct plan *plan = &options.plan;

	(void)state;
	parse(run_groups,
	      "--backends fentry,kprobe --workload rename --payload empty --target vfs_unlink "
	      "--rounds 3 --cycles 5k --threads 2 --rate 1k --precision 2% --max-time 9 --dir /tmp "
	      "--seed 42",
	      &options);
	assert_non_null(options.backends);
	assert_int_equal(plan->n_backends, 3); /* none is always there, and first */
	assert_string_equal(plan->backends[0], "none");
	assert_true(plan__has_backend(plan, "kprobe") && plan__has_backend(plan, "fentry"));
	assert_string_equal(plan->workload, "rename");
	assert_string_equal(plan->payload, "empty");
	assert_string_equal(plan->target, "vfs_unlink");
	assert_int_equal(plan->rounds, 3);
	assert_int_equal(plan->cycles, 5000);
	assert_int_equal(plan->threads, 2);
	assert_int_equal(plan->rate_hz, 1000);
	assert_string_equal(plan->precision, "2%");
	assert_int_equal(plan->max_time_s, 9);
	assert_string_equal(plan->dir, "/tmp");
	assert_int_equal(plan->seed, 42);
}

static void test_wrong_values(void **state)
{
	static const struct {
		const char *words, *text;
	} rows[] = {
		{ "--backends fentri", "fentri" },
		{ "--workload none-such", "none-such" },
		{ "--payload none-such", "none-such" },
		{ "--target no-function", "--target" },
		{ "--target 1x", "--target" },
		{ "--target do_exit --target do_fork", "remove \"do_exit\" or \"do_fork\"" },
		{ "--workload null --target user-call:nop", "which --workload null does not call" },
		{ "--target user-call:nop --workload null", "which --workload null does not call" },
		{ "--cycles 0", "--cycles" },
		{ "--cycles 2G", "--cycles" },
		{ "--threads 0", "--threads" },
		{ "--threads 257", "--threads" },
		{ "--rate 0", "--rate" },
		{ "--rate 2M", "--rate" },
		{ "--precision 5", "--precision" },
		{ "--precision 0ns", "--precision" },
		{ "--precision 1234567890123456ns", "--precision" },
		{ "--precision 5ns --max-time 0", "--max-time" },
		{ "--cpus 1-", "--cpus" },
		{ "--seed 0", "--seed" },
		{ "--rounds", "--rounds" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_refused(run_groups, rows[i].words, rows[i].text);
}

/* What says the same twice is no contradiction. */
static void test_targets_that_agree(void **state)
{
	(void)state;
	parse(run_groups, "--target do_exit --target do_exit", &options);
	assert_string_equal(options.plan.target, "do_exit");
	parse(run_groups, "--workload null --workload user-call --target user-call:nop5", &options);
	assert_string_equal(options.plan.workload, "user-call");
	assert_string_equal(options.plan.target, "user-call:nop5");
}

/* Longer than the plan keeps. */
static void test_a_long_list_of_cpus(void **state)
{
	char words[PLAN_CPUS_SIZE + 16] = "--cpus ";
	size_t n = strlen(words);

	(void)state;
	memset(words + n, '0', PLAN_CPUS_SIZE);
	words[n + PLAN_CPUS_SIZE] = '\0';
	assert_refused(run_groups, words, "--cpus is too long");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_option_is_a_field),
		cmocka_unit_test(test_wrong_values),
		cmocka_unit_test(test_targets_that_agree),
		cmocka_unit_test(test_a_long_list_of_cpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
