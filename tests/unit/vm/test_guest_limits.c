// SPDX-License-Identifier: GPL-2.0-or-later
/* When a guest has had its time. Nothing waits here: the past is moved. */
#include "tests/unit/support.h"

#include "bench/vm/guest_limits.h"

#define S UINT64_C(1000000000)

static const struct vm vm = { .image = "image", .timeout_s = 1000, .time_limit_s = 5000 };

static void test_silence(void **state)
{
	struct guest_limits limits;

	(void)state;
	guest_limits__open(&limits, &vm);
	assert_int_equal(guest_limits__check(&limits, &vm), 0);
	log_begin();
	limits.heard_ns -= 1001 * S;
	assert_int_equal(guest_limits__check(&limits, &vm), -ETIMEDOUT);
	assert_logs("the guest on image did not boot within 1000 seconds");
	assert_logs("--timeout SECONDS");
	guest_limits__hear(&limits);
	assert_int_equal(guest_limits__check(&limits, &vm), 0);
}

/* Signs of life do not move the end. */
static void test_the_time_in_all(void **state)
{
	struct guest_limits limits;

	(void)state;
	guest_limits__open(&limits, &vm);
	limits.end_ns -= 5001 * S;
	guest_limits__hear(&limits);
	log_begin();
	assert_int_equal(guest_limits__check(&limits, &vm), -ETIME);
	assert_logs("was stopped after 5000 seconds; --time-limit SECONDS");
}

static void test_a_line_that_was_closed(void **state)
{
	struct guest_limits limits;

	(void)state;
	guest_limits__open(&limits, &vm);
	assert_false(guest_limits__close(&limits));
	assert_false(guest_limits__close(&limits));
	limits.closed_ns -= (GUEST_END_MS + 1) * UINT64_C(1000000);
	assert_true(guest_limits__close(&limits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_the_time_in_all),
		cmocka_unit_test(test_a_line_that_was_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
