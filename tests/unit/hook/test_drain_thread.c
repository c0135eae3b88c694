// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/drain_thread.h"

static void count(void *context)
{
	unsigned int *n = context;

	__atomic_fetch_add(n, 1, __ATOMIC_RELAXED);
}

static void test_drains_until_it_is_stopped(void **state)
{
	struct drain_thread t = { .lock = PTHREAD_MUTEX_INITIALIZER };
	unsigned int n = 0, after;

	(void)state;
	assert_int_equal(drain_thread__start(&t, count, &n), 0);
	while (__atomic_load_n(&n, __ATOMIC_RELAXED) < 3)
		usleep(100);
	drain_thread__stop(&t);
	after = n;
	usleep(10000);
	assert_int_equal(n, after);
	drain_thread__stop(&t);
}

/* Whoever holds the lock has the buffers to itself. */
static void test_lock(void **state)
{
	struct drain_thread t = { .lock = PTHREAD_MUTEX_INITIALIZER };
	unsigned int n = 0, before;

	(void)state;
	assert_int_equal(drain_thread__start(&t, count, &n), 0);
	pthread_mutex_lock(&t.lock);
	before = n;
	usleep(10000);
	assert_int_equal(n, before);
	pthread_mutex_unlock(&t.lock);
	drain_thread__stop(&t);
}

static void test_rests(void **state)
{
	struct drain_thread t = { .lock = PTHREAD_MUTEX_INITIALIZER };
	unsigned int n = 0, before;

	(void)state;
	/* One that does not run. */
	drain_thread__rest(&t, true);
	assert_int_equal(drain_thread__start(&t, count, &n), 0);
	drain_thread__rest(&t, true);
	before = n;
	usleep(10000);
	assert_int_equal(n, before);
	drain_thread__rest(&t, false);
	while (__atomic_load_n(&n, __ATOMIC_RELAXED) == before)
		usleep(100);
	/* It ends out of its rest, too. */
	drain_thread__rest(&t, true);
	drain_thread__stop(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drains_until_it_is_stopped),
		cmocka_unit_test(test_lock),
		cmocka_unit_test(test_rests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
