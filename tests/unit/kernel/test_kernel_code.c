// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses of this kernel, which it shows to root only; else everything is unknown. */
#include "tests/unit/support.h"

#include "bench/kernel/kernel_code.h"

static void test_known(void **state)
{
	struct kernel_code code = { 0 };
	const struct kernel_code_range *range = &code.ranges[0];

	(void)state;
	if (!kernel_code__is_known(&code, KERNEL_CODE_SYSTEM_CALL))
		skip_because("this kernel does not show addresses");
	assert_int_equal(code.n, 1);
	assert_true(range->end > range->start);
	assert_true(kernel_code__is_in(&code, KERNEL_CODE_SYSTEM_CALL, range->start));
	assert_true(kernel_code__is_in(&code, KERNEL_CODE_SYSTEM_CALL, range->end - 1));
	assert_false(kernel_code__is_in(&code, KERNEL_CODE_SYSTEM_CALL, range->end));
	assert_false(kernel_code__is_in(&code, KERNEL_CODE_SYSTEM_CALL, range->start - 1));
	assert_int_equal(kernel_code__start(&code, KERNEL_CODE_SYSTEM_CALL), range->start);
	/* It was not read again. */
	assert_int_equal(code.n, 1);
}

static void test_unknown(void **state)
{
	struct kernel_code code = { 0 };
	char name[32];

	(void)state;
	for (int i = 0; i < 3 * KERNEL_CODE_MAX; i++) {
		snprintf(name, sizeof(name), "no such function %d", i);
		assert_false(kernel_code__is_known(&code, name));
		assert_int_equal(kernel_code__start(&code, name), 0);
		assert_false(kernel_code__is_in(&code, name, 0));
		assert_false(kernel_code__is_in(&code, name, 0xffffffff81000000));
		assert_in_range(code.n, 1, KERNEL_CODE_MAX);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
