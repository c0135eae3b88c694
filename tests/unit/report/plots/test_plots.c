// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plots.h"

#include "report/plots/gnuplot_script.h"
#include "tests/unit/support.h"

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

static void assert_clean(const char *svg, const char *expected)
{
	free(text);
	text = plots__clean_svg(svg, "ecdf_2");
	assert_non_null(text);
	assert_string_equal(text, expected);
}

static void test_points_tell_their_value(void **state)
{
	(void)state;
	assert_clean("<g onmousemove=\"gnuplot_svg.showHypertext(evt,'kprobe: 3 ns')\" "
		     "onmouseout=\"gnuplot_svg.hideHypertext()\"><title> </title>\n<use/></g>",
		     "<g><title>kprobe: 3 ns</title>\n<use/></g>");
	assert_clean(
		"<g onmousemove=\"gnuplot_svg.showHypertext(evt,'it's: 3 ns')\" x><title> </title>",
		"<g><title>it's: 3 ns</title>");
	/* Cut off: no further than its end. */
	assert_clean("<g onmousemove=\"gnuplot_svg.showHypertext(evt,'kpr",
		     "<g><title>kpr</title>");
}

/* A line has a title; its points, which have gnuplot's own, get the same. */
static void test_points_belong_to_their_line(void **state)
{
	(void)state;
	assert_clean("<g id=\"ecdf_2_plot_1\" ><title>fentry</title>\n</g>"
		     "<g id=\"ecdf_2_plot_2\" ><title>ecdf_2_plot_2</title>\n</g>"
		     "<g id=\"ecdf_2_plot_3\" ><title>none</title>",
		     "<g id=\"ecdf_2_plot_1\"><title>fentry</title>\n</g>"
		     "<g id=\"ecdf_2_plot_2\"><title>fentry</title>\n</g>"
		     "<g id=\"ecdf_2_plot_3\"><title>none</title>");
}

static void test_several_plots_on_a_page(void **state)
{
	(void)state;
	assert_clean(
		"<circle id='gpDot'/><use xlink:href='#gpPt5' id='gpPt6'/><g "
		"id=\"gnuplot_canvas\">",
		"<circle id='ecdf_2_gpDot'/><use xlink:href='#ecdf_2_gpPt5' id='ecdf_2_gpPt6'/>"
		"<g id=\"ecdf_2_gnuplot_canvas\">");
}

static void test_the_page_decides_on_black(void **state)
{
	(void)state;
	assert_clean(
		"<g fill=\"none\" color=\"black\" stroke=\"currentColor\">x<path stroke='black'/>"
		"<g fill=\"black\"><path stroke='rgb(  0, 114, 178)'/>",
		"<g fill=\"none\" stroke=\"currentColor\">x<path stroke='currentColor'/>"
		"<g fill=\"currentColor\"><path stroke='rgb(  0, 114, 178)'/>");
}

static void test_nothing_is_left_out(void **state)
{
	(void)state;
	assert_clean("<g fill=\"none\" color=\"white\">\n</g>\n<g>a</g>", "<g>a</g>");
	assert_clean("", "");
	assert_clean("<g stroke-width=\"1.00\" font-size=\"13.00\"><text><tspan "
		     "font-family=\"sans-serif\" >a",
		     "<g font-size=\"13.00\"><text><tspan>a");
	assert_clean("<a>'#' \"x\" gpPt fill=\"red\"</a>", "<a>'#' \"x\" gpPt fill=\"red\"</a>");
}

static void test_every_plot_has_a_name_and_a_help(void **state)
{
	const struct plot_kind *kind;
	size_t n = 0;

	(void)state;
	for (; (kind = plots__kind(n)); n++) {
		/* gnuplot takes letters, digits and underscores for a name. */
		assert_int_equal(strspn(kind->name, "abcdefghijklmnopqrstuvwxyz_"),
				 strlen(kind->name));
		assert_true(kind->help[0]);
		for (size_t i = 0; i < n; i++)
			assert_string_not_equal(kind->name, plots__kind(i)->name);
	}
	assert_int_equal(n, 11);
}

#define text_test(function) cmocka_unit_test_teardown(function, text_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		text_test(test_what_a_run_claims_is_no_code),
		text_test(test_data_blocks_hold_no_code),
		text_test(test_looks),
		text_test(test_points_tell_their_value),
		text_test(test_points_belong_to_their_line),
		text_test(test_several_plots_on_a_page),
		text_test(test_the_page_decides_on_black),
		text_test(test_nothing_is_left_out),
		text_test(test_every_plot_has_a_name_and_a_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
