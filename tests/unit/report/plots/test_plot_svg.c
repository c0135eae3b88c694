// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/plots/plot_svg.h"

static char *text;

static int text_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	return 0;
}

static void assert_clean(const char *svg, const char *expected)
{
	free(text);
	text = plot_svg__clean(svg, "ecdf_2");
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

#define text_test(function) cmocka_unit_test_teardown(function, text_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		text_test(test_points_tell_their_value),
		text_test(test_points_belong_to_their_line),
		text_test(test_several_plots_on_a_page),
		text_test(test_the_page_decides_on_black),
		text_test(test_nothing_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
