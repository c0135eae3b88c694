// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <pthread.h>

#include "bench/base/machine_failure.h"
#include "tests/unit/support.h"

static void test_only_what_the_machine_lacks_is_its_failure(void **state)
{
	(void)state;
	machine_failure__forget();
	assert_int_equal(machine_failure__note_errno(-EINVAL), -EINVAL);
	assert_int_equal(machine_failure__note_errno(-ENOENT), -ENOENT);
	assert_int_equal(machine_failure__note_errno(-EROFS), -EROFS);
	assert_int_equal(machine_failure__note_errno(0), 0);
	assert_false(machine_failure__happened());
	assert_int_equal(machine_failure__note_errno(-ENOSPC), -ENOSPC);
	assert_true(machine_failure__happened());
	machine_failure__forget();
	assert_false(machine_failure__happened());
	assert_int_equal(machine_failure__note_errno(EDQUOT), EDQUOT);
	assert_true(machine_failure__happened());
}

static void test_out_of_memory_is_noted(void **state)
{
	(void)state;
	machine_failure__forget();
	log_begin();
	assert_int_equal(log__out_of_memory(), -ENOMEM);
	assert_true(machine_failure__happened());
}

static void *ask(void *context)
{
	*(bool *)context = machine_failure__happened();
	return NULL;
}

/* Jobs of a batch fail by themselves. */
static void test_each_thread_has_its_own(void **state)
{
	bool elsewhere = true;
	pthread_t thread;

	(void)state;
	machine_failure__note();
	assert_int_equal(pthread_create(&thread, NULL, ask, &elsewhere), 0);
	pthread_join(thread, NULL);
	assert_false(elsewhere);
	assert_true(machine_failure__happened());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_what_the_machine_lacks_is_its_failure),
		cmocka_unit_test(test_out_of_memory_is_noted),
		cmocka_unit_test(test_each_thread_has_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
