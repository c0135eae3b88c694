// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>

#include "bench/programs/group_signals.h"

#define MS UINT64_C(1000000)

static void test_one_way(void **unused)
{
	struct group_signals g = { 0 };

	(void)unused;
	assert_false(group_signals__are_held(&g));
	assert_int_equal(group_signals__take(&g, SIGTERM, 7, false, true, 1), SIGNAL_IS_FIRST);
	assert_true(group_signals__are_held(&g));
	assert_int_equal(group_signals__due(&g, GROUP_SIGNALS_MS * MS), 0);
	assert_int_equal(group_signals__due(&g, GROUP_SIGNALS_MS * MS + 1), SIGTERM);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), 0);
	assert_false(group_signals__are_held(&g));
	/* Again, the same way. */
	assert_int_equal(group_signals__take(&g, SIGTERM, 7, false, true, 1), SIGNAL_IS_FIRST);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), SIGTERM);
}

static void test_both_ways(void **unused)
{
	struct group_signals g = { 0 };

	(void)unused;
	for (int first = 0; first < 2; first++) {
		assert_int_equal(group_signals__take(&g, SIGCONT, 7, first, true, 1),
				 SIGNAL_IS_FIRST);
		/* Another one, and another sender's, are no second way. */
		assert_int_equal(group_signals__take(&g, SIGINT, 7, !first, false, 1),
				 SIGNAL_IS_FIRST);
		assert_int_equal(group_signals__take(&g, SIGCONT, 7, !first, true, 2),
				 SIGNAL_IS_OF_GROUP);
		assert_int_equal(group_signals__due(&g, UINT64_MAX), 0);
		g = (struct group_signals){ 0 };
	}
	/* Of a sender outside the namespace, which has no number. */
	assert_int_equal(group_signals__take(&g, SIGCONT, 0, true, true, 1), SIGNAL_IS_FIRST);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), SIGCONT);
	/* Too late: it was forwarded. */
	assert_int_equal(group_signals__take(&g, SIGCONT, 0, false, true, 1), SIGNAL_IS_KNOWN);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), 0);
}

static void test_two_senders(void **unused)
{
	struct group_signals g = { 0 };

	(void)unused;
	assert_int_equal(group_signals__take(&g, SIGUSR1, 7, false, true, 1), SIGNAL_IS_FIRST);
	/* Also if the second is one that is not to be forwarded. */
	assert_int_equal(group_signals__take(&g, SIGUSR1, 8, true, false, 2), SIGNAL_IS_FIRST);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), SIGUSR1);
	assert_int_equal(group_signals__due(&g, UINT64_MAX), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_way),
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_two_senders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
