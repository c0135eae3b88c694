// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/comparison_support.h"

#include "report/verdicts/compare_answer.h"

static char text[2048];

static int setup(void **state)
{
	(void)state;
	comparison_begin();
	return 0;
}

static void assert_answer(const char *expected)
{
	struct sentence s = { .text = text, .size = sizeof(text) };

	text[0] = '\0';
	compare_answer__say(&s, &comparison);
	assert_string_equal(text, expected);
}

static void test_answer_of_a_regression(void **state)
{
	(void)state;
	add_row("none", 7000, 9000, VERDICT_NONE);
	add_row("a", 140, 141, VERDICT_REGRESSION);
	assert_answer("Regression: a costs 1 instruction more (+0.7 %, slight).");
	add_row("b", 1000, 2500, VERDICT_REGRESSION);
	add_row("c", 100, 90, VERDICT_IMPROVEMENT);
	add_row("d", NAN, 90, VERDICT_NEW);
	add_row("e", 10, 10, VERDICT_SAME);
	assert_answer(
		"Regression: b costs 1,500 instructions more (+150.0 %, severe) and a costs 1 "
		"instruction more (+0.7 %, slight); 1 costs less, 1 newly attaches, 1 costs "
		"the same.");
	add_row("gone", 100, NAN, VERDICT_REGRESSION);
	add_row("f", 1000, 1020, VERDICT_REGRESSION);
	assert_answer(
		"Regression: gone no longer attaches, b costs 1,500 instructions more (+150.0 "
		"%, severe) and 2 others; 1 costs less, 1 newly attaches, 1 costs the same.");
}

static void test_answer_with_the_operation_itself(void **state)
{
	(void)state;
	add_row("none", 5749, 7098, VERDICT_REGRESSION)->is_cost = true;
	add_row("a", 100, 90, VERDICT_IMPROVEMENT);
	assert_answer(
		"Regression: none, the operation itself, costs 1,349 instructions more (+23.5 "
		"%, severe); 1 costs less.");
}

static void test_answers_without_a_regression(void **state)
{
	struct comparison_row *row;

	(void)state;
	assert_answer("Nothing to compare: the runs have no hook in common.");
	row = add_row("a", 140, 140, VERDICT_SAME);
	assert_answer("No difference: a costs the same.");
	add_row("b", 140, 140, VERDICT_SAME);
	assert_answer("No difference: all hooks cost the same.");
	row->low = row->high = row->difference = 3;
	assert_answer("No regression: all hooks cost the same, within what is allowed.");
	add_row("new", NAN, 90, VERDICT_NEW);
	assert_answer("No regression: new newly attaches; 2 cost the same.");
	add_row("c", 140, 100, VERDICT_IMPROVEMENT);
	assert_answer(
		"Improvement: c costs 40 instructions less (-28.6 %); 1 newly attaches, 2 cost "
		"the same.");
	add_row("d", 140, 150, VERDICT_INCONCLUSIVE);
	assert_answer(
		"Inconclusive: d may have changed; 1 costs less, 1 newly attaches, 2 cost the "
		"same.");
	strcpy(add_row("e", 140, NAN, VERDICT_NOT_COMPARABLE)->note,
	       "the new run did not include it");
	assert_answer("Not comparable: e: the new run did not include it; 1 may have changed, 1 "
		      "costs less, 1 newly attaches, 2 cost the same.");
	obstacle__add(&comparison.obstacle, "different clock");
	assert_answer("NOT COMPARABLE: different clock.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_answer_of_a_regression, setup),
		cmocka_unit_test_setup(test_answer_with_the_operation_itself, setup),
		cmocka_unit_test_setup(test_answers_without_a_regression, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
