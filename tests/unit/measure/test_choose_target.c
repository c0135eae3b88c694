// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions in user space; those of the kernel are in tests/unit/kernel/test_target.c. */
#include "tests/unit/support.h"

#include "bench/measure/choose_target.h"

static void test_a_function_in_user_space(void **state)
{
	const struct workload *w = workload__find("user-call");
	struct target target;

	(void)state;
	assert_int_equal(choose_target("", w, &target), 0);
	assert_string_equal(target.symbol, w->user_functions[0].name);
	assert_true(target.is_user);
	assert_int_equal(target.parameters, TARGET_UNKNOWN);
	assert_int_equal(target.name_parameter, -1);
	assert_int_equal(choose_target(w->user_functions[1].name, w, &target), 0);
	assert_string_equal(target.symbol, w->user_functions[1].name);
}

static void test_one_that_it_does_not_call(void **state)
{
	struct target target;

	(void)state;
	log_begin();
	assert_int_equal(choose_target("user-call:strange", workload__find("user-call"), &target),
			 -EINVAL);
	assert_logs("the workload user-call does not call \"user-call:strange\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_function_in_user_space),
		cmocka_unit_test(test_one_that_it_does_not_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
