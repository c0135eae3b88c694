// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/commit.h"

#define LONG "0123456789abcdef0123456789abcdef01234567"

static void test_ids(void **state)
{
	static const char *const ids[] = { "0123456", LONG, LONG "89abcdef0123456789abcdef" };
	static const char *const others[] = { "",	   "012345",   "012345g",
					      "ABCDEF0",   "main",     "0123456 ",
					      "0123456\n", "-0123456", LONG LONG };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		assert_true(commit__is_id(ids[i]));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(commit__is_id(others[i]));
}

static void test_what_ci_says(void **state)
{
	(void)state;
	unsetenv("GITHUB_SHA");
	unsetenv("CI_COMMIT_SHA");
	assert_string_equal(commit__of_environment(), "");
	setenv("CI_COMMIT_SHA", LONG, 1);
	assert_string_equal(commit__of_environment(), LONG);
	setenv("GITHUB_SHA", "not a commit", 1);
	assert_string_equal(commit__of_environment(), LONG);
	setenv("GITHUB_SHA", "abcdef0", 1);
	assert_string_equal(commit__of_environment(), "abcdef0");
	unsetenv("GITHUB_SHA");
	unsetenv("CI_COMMIT_SHA");
}

static void test_that_of_a_kernel(void **state)
{
	static const struct {
		const char *release, *commit;
	} rows[] = {
		{ "6.12.0-rc3-00017-g0123456789ab", "0123456789ab" },
		{ "6.12.0-rc3-00017-g0123456789ab-dirty", "0123456789ab" },
		{ "6.12.0-generic-g0123456", "0123456" },
		{ "6.12.117+deb13-cloud-amd64", "" },
		{ "6.12.0-g012", "" },
		{ "6.12.0-g0123456x", "" },
		{ "6.12.0-rc3-gabcdefx-gabcdef0", "abcdef0" },
	};
	char commit[RUN_COMMIT_SIZE];
	struct run run = { .commit = "" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run.environment = json_pack("{s:s}", "kernel_release", rows[i].release);
		commit__of_run(&run, commit);
		assert_string_equal(commit, rows[i].commit);
		/* What was given comes first. */
		strcpy(run.commit, "fedcba9");
		commit__of_run(&run, commit);
		assert_string_equal(commit, "fedcba9");
		run.commit[0] = '\0';
		json_decref(run.environment);
	}
	run.environment = NULL;
	commit__of_run(&run, commit);
	assert_string_equal(commit, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_what_ci_says),
		cmocka_unit_test(test_that_of_a_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
