// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/plots/plot.h"

/* Of `none` and kprobe: values 2000 and 2400, 1000 operations each; see fill_distribution. */
static struct plot plot;

static int plot_setup(void **state)
{
	static const char *const names[] = { "none", "kprobe" };

	report_setup(state);
	add_run("6.12", 1, 0);
	finish_report();
	plot = (struct plot){ .report = &report, .run = &report_runs[0] };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct plot_line *line = &plot.lines[plot.n++];

		*line = (struct plot_line){ .row = summary__row(&report_runs[0].summary, names[i]),
					    .label = names[i],
					    .look = backend_look__of(i ? "kprobe" : "none",
								     false) };
		assert_int_equal(merged__make(&report_runs[0].run, names[i], false, &line->merged),
				 0);
	}
	return 0;
}

static int plot_teardown(void **state)
{
	plot.n = 2;
	for (size_t i = 0; i < plot.n; i++)
		merged__free(&plot.lines[i].merged);
	return report_teardown(state);
}

static void write_with(void (*write)(const struct plot *plot, FILE *file))
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	write(&plot, file);
	fclose(file);
}

static void test_density(void **state)
{
	double sum = 0, x, y;

	(void)state;
	write_with(plot_density.write);
	assert_says("set ylabel 'percentage of operations in each 5 instructions'");
	assert_says("$t0 << EOD\n");
	assert_says("none: 96.3 % took ");
	/* A line shows nearly all of its operations. */
	for (const char *at = strchr(text, '\n') + 1; sscanf(at, "%lf %lf", &x, &y) == 2;
	     at = strchr(at, '\n') + 1)
		sum += y;
	assert_true(sum >= 99 && sum <= 100.001);
}

static void test_percentiles(void **state)
{
	(void)state;
	assert_true(plot_percentiles.applies(&plot));
	write_with(plot_percentiles.write);
	assert_says("$d1 << EOD\n1 2398\n");
	assert_says("2 2400 \"kprobe: 50 % took at most 2,400 instructions\"\n");
	assert_says("set logscale y");
	/* A logarithmic axis has no 0. */
	plot.lines[0].merged.cells.v[0].value = 0;
	assert_false(plot_percentiles.applies(&plot));
	assert_true(plot_density.applies(&plot));
}

static void test_ecdf(void **state)
{
	(void)state;
	write_with(plot_ecdf.write);
	assert_says("$d0 << EOD\n1998 0.25\n2000 0.75\n");
	assert_says("2070 99.75\nEOD\n");
	write_with(plot_ecdf.describe);
	assert_string_equal(text, "none: median 2000, 99 % at most 2070, 99.9 % at most 2070; "
				  "kprobe: median 2400, 99 % at most 2470, 99.9 % at most 2470 "
				  "instructions.");
}

static void test_difference(void **state)
{
	(void)state;
	assert_true(plot_difference.applies(&plot));
	write_with(plot_difference.write);
	assert_says("$d1 << EOD\n1 400\n2 400\n");
	assert_says("50 400 \"kprobe: +400 instructions at 50 %\"\n");
	write_with(plot_difference.describe);
	assert_string_equal(text, "kprobe: +400 at the median, +400 at the 90th percentile "
				  "instructions.");
	/* With one line there is nothing to take off. */
	plot.n = 1;
	assert_false(plot_difference.applies(&plot));
	assert_true(plot_ecdf.applies(&plot));
}

/* A stored run may have been stripped of them, or of one. */
static void test_histograms_that_are_missing(void **state)
{
	uint64_t total = plot.lines[1].merged.total;

	(void)state;
	plot.lines[1].merged.total = 0;
	assert_false(plot_density.applies(&plot));
	assert_false(plot_percentiles.applies(&plot));
	assert_false(plot_ecdf.applies(&plot));
	assert_false(plot_difference.applies(&plot));
	plot.lines[1].merged.total = total;
	plot.n = 0;
	assert_false(plot_density.applies(&plot));
}

#define on_plot(function) cmocka_unit_test_setup_teardown(function, plot_setup, plot_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_plot(test_density),
		on_plot(test_percentiles),
		on_plot(test_ecdf),
		on_plot(test_difference),
		on_plot(test_histograms_that_are_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
