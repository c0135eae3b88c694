// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/kernel/kernel_switch.h"

/* Where each file is on a machine. */
static const char *const files[] = {
	[SWITCH_FTRACE] = "proc/sys/kernel/ftrace_enabled",
	[SWITCH_KPROBES] = "sys/kernel/debug/kprobes/enabled",
	[SWITCH_TRACING] = "sys/kernel/tracing/tracing_on",
};

static void test_each(void **state)
{
	(void)state;
	assert_int_equal(COUNT_OF(files), KERNEL_SWITCHES);
	for (unsigned int i = 0; i < KERNEL_SWITCHES; i++) {
		assert_false(kernel_switch__is_off(i, "."));
		make_file(files[i], "0\n");
		assert_true(kernel_switch__is_off(i, "."));
		make_file(files[i], "1\n");
		assert_false(kernel_switch__is_off(i, "."));
		make_file(files[i], "");
		assert_false(kernel_switch__is_off(i, "."));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { folder_test(test_each) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
