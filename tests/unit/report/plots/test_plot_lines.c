// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/plots/plot_lines.h"

static char *text;
static size_t size;
static FILE *script;

static int setup(void **state)
{
	(void)state;
	script = open_memstream(&text, &size);
	return !script;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	return 0;
}

static void assert_script(const char *expected)
{
	assert_int_equal(fclose(script), 0);
	assert_string_equal(text, expected);
}

static void test_data(void **state)
{
	struct plot_data data;

	(void)state;
	plot_data__begin(&data, 3, script);
	plot_data__add(&data, 1, 0.5, NULL);
	plot_data__add(&data, 2, 0.25, "fentry: \"2\"\n");
	plot_data__end(&data);
	assert_script("$d3 << EOD\n1 0.5\n2 0.25\nEOD\n$t3 << EOD\n2 0.25 \"fentry: ”2” \"\nEOD\n");
}

/* gnuplot 5.4 crashes where there are no points at all. */
static void test_points_without_text(void **state)
{
	struct plot_data data;

	(void)state;
	plot_data__begin(&data, 0, script);
	plot_data__add(&data, 7, 8, NULL);
	plot_data__add(&data, 9, 10, NULL);
	plot_data__end(&data);
	assert_script("$d0 << EOD\n7 8\n9 10\nEOD\n$t0 << EOD\n7 8 \" \"\nEOD\n");
}

static void test_lines(void **state)
{
	struct plot plot = { .n = 2,
			     .lines = { { .label = "it's", .look = { 0x0072B2, 1, 7 } },
					{ .label = "b", .look = { 0x777777, 1, 1 } } } };

	(void)state;
	plot_lines__write(&plot, "steps", script);
	assert_script("plot \\\n"
		      "  $d0 using 1:2 with steps lw 2 lc rgb 0x0072B2 dt 1 title 'it’s', \\\n"
		      "  $t0 using 1:2:3 with labels hypertext point ps 0.6 lc rgb 0x0072B2 pt 7 "
		      "notitle, \\\n"
		      "  $d1 using 1:2 with steps lw 2 lc rgb 0x777777 dt 1 title 'b', \\\n"
		      "  $t1 using 1:2:3 with labels hypertext point ps 0.6 lc rgb 0x777777 pt 1 "
		      "notitle\n");
}

#define on_script(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_script(test_data),
		on_script(test_points_without_text),
		on_script(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
