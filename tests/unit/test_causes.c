// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/causes.h"

#include "tests/unit/support.h"

static struct explained_function before_functions[] = {
	{ (char *)"handler", GROUP_DISPATCH, 0, 50 },
	{ (char *)"lock", GROUP_REST, 10, 20 },
	{ (char *)"gone", GROUP_REST, 0, 30 },
};
static struct explained_function after_functions[] = {
	{ (char *)"handler", GROUP_DISPATCH, 0, 90 },
	{ (char *)"new_one", GROUP_REST, 0, 25 },
	{ (char *)"lock", GROUP_REST, 10, 21 },
	{ (char *)"other", GROUP_REST, 0, 2 },
};
static struct explained before[] = {
	{ .backend = "none" }, { .backend = "kprobe", .n = 3, .functions = before_functions }
};
static struct explained after[] = { { .backend = "none" },
				    { .backend = "kprobe", .n = 4, .functions = after_functions } };
static const struct explanation base = { .n = 2, .v = before }, new_run = { .n = 2, .v = after };
static struct comparison comparison;

static int comparison_setup(void **state)
{
	(void)state;
	memset(&comparison, 0, sizeof(comparison));
	comparison.n = 2;
	strcpy(comparison.rows[0].backend, "none");
	strcpy(comparison.rows[1].backend, "kprobe");
	comparison.rows[1].verdict = VERDICT_REGRESSION;
	return 0;
}

static void test_the_three_largest(void **state)
{
	(void)state;
	causes__add(&comparison, &base, &new_run);
	assert_string_equal(comparison.rows[1].note,
			    "most of it: handler +40, new_one +25, other +2");
	assert_string_equal(comparison.rows[0].note, "");
}

static void test_behind_another_note(void **state)
{
	(void)state;
	strcpy(comparison.rows[1].note, "something");
	causes__add(&comparison, &base, &new_run);
	assert_string_equal(comparison.rows[1].note,
			    "something; most of it: handler +40, new_one +25, other +2");
	/* And no further than there is room. */
	memset(comparison.rows[1].note, 'x', sizeof(comparison.rows[1].note) - 1);
	causes__add(&comparison, &base, &new_run);
	assert_int_equal(strlen(comparison.rows[1].note), sizeof(comparison.rows[1].note) - 1);
}

static void test_only_regressions_have_causes(void **state)
{
	(void)state;
	comparison.rows[1].verdict = VERDICT_IMPROVEMENT;
	causes__add(&comparison, &base, &new_run);
	assert_string_equal(comparison.rows[1].note, "");
}

static void test_what_was_not_explained(void **state)
{
	(void)state;
	causes__add(&comparison, NULL, &new_run);
	causes__add(&comparison, &base, NULL);
	strcpy(comparison.rows[1].backend, "fentry");
	causes__add(&comparison, &base, &new_run);
	assert_string_equal(comparison.rows[1].note, "");
	causes__add_stored(&comparison, "nowhere", "no/where");
	assert_string_equal(comparison.rows[1].note, "");
}

#define on_comparison(function) cmocka_unit_test_setup(function, comparison_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_comparison(test_the_three_largest),
		on_comparison(test_behind_another_note),
		on_comparison(test_only_regressions_have_causes),
		on_comparison(test_what_was_not_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
