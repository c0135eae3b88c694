// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/fifo_priority.h"

static int policy_now(void)
{
	struct sched_param parameters;
	int policy = -1;

	pthread_getschedparam(pthread_self(), &policy, &parameters);
	return policy;
}

static void test_what_is_taken_is_given_back(void **state)
{
	struct fifo_priority before;
	int policy = policy_now();

	(void)state;
	fifo_priority__take(&before);
	assert_int_equal(policy_now(), before.taken ? SCHED_FIFO : policy);
	fifo_priority__give_back(&before);
	assert_int_equal(policy_now(), policy);
}

static void test_with_several_cpus_nothing_changes(void **state)
{
	struct fifo_priority before;

	(void)state;
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2)
		skip_because("there is one CPU");
	fifo_priority__take(&before);
	assert_false(before.taken);
}

/* As if it had been taken: a new thread is what the caller was. */
static void test_threads_that_refuse(void **state)
{
	const struct fifo_priority taken = { true, SCHED_RR, { .sched_priority = 5 } },
				   not_taken = { .policy = SCHED_RR };
	struct sched_param parameters;
	pthread_attr_t attributes;
	int policy, inherit;

	(void)state;
	pthread_attr_init(&attributes);
	fifo_priority__refuse(&not_taken, &attributes);
	pthread_attr_getinheritsched(&attributes, &inherit);
	assert_int_equal(inherit, PTHREAD_INHERIT_SCHED);
	fifo_priority__refuse(&taken, &attributes);
	pthread_attr_getinheritsched(&attributes, &inherit);
	pthread_attr_getschedpolicy(&attributes, &policy);
	assert_int_equal(inherit, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_getschedparam(&attributes, &parameters);
	assert_int_equal(policy, SCHED_RR);
	assert_int_equal(parameters.sched_priority, 5);
	pthread_attr_destroy(&attributes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_taken_is_given_back),
		cmocka_unit_test(test_with_several_cpus_nothing_changes),
		cmocka_unit_test(test_threads_that_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
