// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/plots/gnuplot_script.h"

static char *text;

static int text_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	return 0;
}

static void quote(const char *words)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	gnuplot_script__quote(words, file);
	fclose(file);
}

/* In single quotes, gnuplot runs no `commands` and knows no \escapes. */
static void test_what_a_run_claims_is_no_code(void **state)
{
	(void)state;
	quote("6.12.1");
	assert_string_equal(text, "'6.12.1'");
	quote("a'; system 'rm -rf'; `id` \"\\n");
	assert_string_equal(text, "'a''; system ''rm -rf''; `id` \"\\n'");
	quote("two\nlines\t\x7f");
	assert_string_equal(text, "'two lines  '");
}

static void test_data_blocks_hold_no_code(void **state)
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	gnuplot_script__quote_data("a\"\nEOD\nsystem(\"touch x\")\n$z << EOD", file);
	fclose(file);
	assert_string_equal(text, "\"a' EOD system('touch x') $z << EOD\"");
}

static void test_looks(void **state)
{
	(void)state;
	for (size_t i = 0; i < 40; i++) {
		assert_non_null(strstr(gnuplot_script__line(i), "lc rgb 0x"));
		assert_non_null(strstr(gnuplot_script__mark(i), " pt "));
	}
	/* The greys are the reference's and the control's alone. */
	for (size_t i = SCRIPT_LOOK_HOOKS; i < 100; i++) {
		assert_int_not_equal(gnuplot_script__colour(i),
				     gnuplot_script__colour(SCRIPT_LOOK_REFERENCE));
		assert_int_not_equal(gnuplot_script__colour(i),
				     gnuplot_script__colour(SCRIPT_LOOK_CONTROL));
	}
	for (size_t i = SCRIPT_LOOK_HOOKS; i < SCRIPT_LOOK_HOOKS + 7; i++)
		for (size_t k = SCRIPT_LOOK_HOOKS; k < i; k++)
			assert_int_not_equal(gnuplot_script__colour(i), gnuplot_script__colour(k));
}

#define text_test(function) cmocka_unit_test_teardown(function, text_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		text_test(test_what_a_run_claims_is_no_code),
		text_test(test_data_blocks_hold_no_code),
		text_test(test_looks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
