// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/cli/options_support.h"

static struct options options;

static void test_each_option_is_a_field(void **state)
{
	(void)state;
	parse(run_groups, "-o out --no-histograms --report --kernel ./image --explain", &options);
	assert_string_equal(options.output.folder, "out");
	assert_true(options.output.no_histograms && options.output.report && options.explain);
	assert_false(options.quiet);
	parse(run_groups, "", &options);
	assert_null(options.output.folder);
	assert_false(options.output.no_histograms || options.output.report || options.explain);
}

/* For the rest of the process. */
static void test_quiet(void **state)
{
	(void)state;
	log_begin();
	log__info("said");
	assert_logs("said");
	parse(run_groups, "-q", &options);
	assert_true(options.quiet);
	log_begin();
	log__info("not said");
	assert_int_equal(caught.n[LOG_INFO], 0);
	log__error("an error");
	assert_int_equal(caught.n[LOG_ERROR], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_option_is_a_field),
		cmocka_unit_test(test_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
