// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/cli/options_support.h"

static const struct argp_child kernels_groups[] = {
	{ &options_plan, 0, NULL, 0 },
	{ &options_kernels, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },
	{ 0 },
};

static struct options options;

static void test_each_option_is_a_field(void **state)
{
	const struct where *where = &options.where;

	(void)state;
	parse(run_groups, "--kernel ./image --append quiet --timeout 9 --time-limit 99", &options);
	assert_true(where->in_vm);
	assert_string_equal(where->kernel, "./image");
	assert_int_equal(where->accelerator, ACCEL_EXACT);
	assert_false(options.has_accelerator);
	assert_null(where->cpu_model);
	assert_string_equal(where->append, "quiet");
	assert_int_equal(where->timeout_s, 9);
	assert_int_equal(where->time_limit_s, 99);
}

static void test_accelerators(void **state)
{
	static const struct {
		const char *name;
		enum accelerator accelerator;
	} rows[] = {
		{ "exact", ACCEL_EXACT },
		{ "kvm", ACCEL_KVM },
		{ "tcg", ACCEL_TCG },
		{ "auto", ACCEL_AUTO },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char words[64];

		snprintf(words, sizeof(words), "--kernel 6.12 --accel %s", rows[i].name);
		parse(run_groups, words, &options);
		assert_int_equal(options.where.accelerator, rows[i].accelerator);
		assert_true(options.has_accelerator);
	}
	assert_refused(run_groups, "--kernel 6.12 --accel xen", "\"xen\"");
}

static void test_one_kernel_or_several(void **state)
{
	(void)state;
	assert_refused(run_groups, "--kernel 6.1 --kernel 6.12",
		       "one kernel is measured at a time");
	parse(kernels_groups, "--kernel 6.1 --kernel 6.12", &options);
	assert_true(options.where.in_vm);
	assert_int_equal(options.n_kernels, 2);
	assert_string_equal(options.kernels[0], "6.1");
	assert_string_equal(options.kernels[1], "6.12");
	/* In VMs, also where none is named: then the images of /boot are meant. */
	parse(kernels_groups, "", &options);
	assert_true(options.where.in_vm);
	assert_int_equal(options.n_kernels, 0);
}

static void test_too_many_kernels(void **state)
{
	char words[4096] = "";

	(void)state;
	for (int i = 0; i < OPTIONS_MAX_KERNELS; i++)
		strcat(words, "--kernel k ");
	parse(kernels_groups, words, &options);
	assert_int_equal(options.n_kernels, OPTIONS_MAX_KERNELS);
	strcat(words, "--kernel k ");
	assert_refused(kernels_groups, words, "at most 64 kernels");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_option_is_a_field),
		cmocka_unit_test(test_accelerators),
		cmocka_unit_test(test_one_kernel_or_several),
		cmocka_unit_test(test_too_many_kernels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
