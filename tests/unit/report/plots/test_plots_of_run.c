// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/plots/plot.h"
#include "tests/unit/drivers_support.h"

static struct plot plot;

static const struct plot_row *find(const char *name)
{
	for (const struct plot_row *const *row = plots_of_run; *row; row++)
		if (!strcmp((*row)->kind.name, name))
			return *row;
	fail_msg("there is no plot %s", name);
	return NULL;
}

/* The lines of the first run, as plots.c makes them, but for their operations. */
static void open_plot(void)
{
	finish_report();
	plot = (struct plot){ .report = &report, .run = &report_runs[0] };
	for (size_t i = 0; i < report_runs[0].summary.n; i++) {
		const struct summary_row *row = &report_runs[0].summary.rows[i];

		plot.lines[plot.n++] = (struct plot_line){
			.row = row,
			.label = row->control ? "control" : row->backend,
			.look = backend_look__of(row->backend, row->control),
		};
	}
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

static void test_overhead(void **state)
{
	const struct plot_row *overhead = find("overhead");

	(void)state;
	add_run("6.12", 2, 0);
	open_plot();
	assert_true(overhead->applies(&plot));
	write_with(overhead->write);
	/* The reference has no overhead; the control has one, which is 0. */
	assert_says("$d << EOD\n"
		    "0 0 0 0 \"0\" 9408399 \"control\" \"control: 0 instructions\"\n"
		    "1 400 400 400 \"+400\" 13983232 \"kprobe\" \"kprobe: +400 instructions\"\n"
		    "2 100 100 100 \"+100\" ");
	assert_says("set ylabel 'instructions per call, over none'");
	assert_non_null(strstr(overhead->caption(&plot), "exact"));
	write_with(overhead->describe);
	assert_string_equal(text, "control: 0 instructions; kprobe: +400 instructions; fentry: "
				  "+100 instructions.");
}

static void test_intervals(void **state)
{
	const struct plot_row *overhead = find("overhead");
	const struct summary_row *kprobe;
	char expected[64];

	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	open_plot();
	kprobe = summary__row(&report_runs[0].summary, "kprobe");
	write_with(overhead->describe);
	snprintf(expected, sizeof(expected), "95 %% confidence %.0f to %.0f", kprobe->low,
		 kprobe->high);
	assert_says(expected);
	assert_non_null(strstr(overhead->caption(&plot), "Hodges-Lehmann"));
}

static void test_no_hook(void **state)
{
	(void)state;
	add_run("6.12", 1, 0);
	open_plot();
	plot.n = 1;
	assert_false(find("overhead")->applies(&plot));
	plot.n = 0;
	assert_false(find("overhead")->applies(&plot));
	assert_false(find("rounds")->applies(&plot));
}

static void test_rounds(void **state)
{
	const struct plot_row *rounds = find("rounds");

	(void)state;
	add_run("6.12", 1, 0);
	open_plot();
	assert_false(rounds->applies(&plot)); /* one is no series */
	run__free(&report_runs[0].run);
	free(report_runs[0].path);
	report.n = 0;
	add_run("6.12", 3, 0);
	trial_of(&report_runs[0].run, 2, "kprobe")->operation.figures.mode = 2500;
	open_plot();
	assert_true(rounds->applies(&plot));
	write_with(rounds->write);
	assert_says("$d2 << EOD\n1 2400\n2 2500\n3 2400\nEOD\n");
	assert_says("2 2500 \"kprobe, round 2: 2,500 instructions\"\n");
	assert_says("set ylabel 'instructions per operation (mode of a trial)'");
	assert_says("set xrange [0.5:3.5]");
	write_with(rounds->describe);
	assert_string_equal(text, "none: 2000; control: 2000; kprobe: 2400; fentry: 2100 "
				  "instructions, the median over 3 rounds.");
}

/* From 10.7 % below the line of barriers, of which all are below it, up to it. */
static void test_drivers(void **state)
{
	const struct plot_row *drivers = find("drivers");

	(void)state;
	add_run("6.12", 1, 0);
	open_plot();
	assert_false(drivers->applies(&plot));
	report_runs[0].run.drivers = json_of(drivers_text);
	assert_true(drivers->applies(&plot));
	write_with(drivers->write);
	assert_says("0 -0.1000 \"instructions: to +400\"\n1 -0.1000 \"locked: -7 to +1\"\n"
		    "2 -0.1000 \"barriers: -3 to 0\"\n");
	/* Of instructions: 400 and 100, at the first and the second half of the panel. */
	assert_says(
		"$d0 << EOD\n"
		"0.2150 -0.3400 0.0430 0.3870 -0.8600 -0.3400 \"+400\" \"kprobe: +400 instructions\"\n");
	assert_says(
		"$d1 << EOD\n"
		"0.6450 -0.7300 0.4730 0.8170 -0.8600 -0.7300 \"+100\" \"fentry: +100 instructions\"\n");
	assert_says(
		"2.2150 -0.5133 2.0430 2.3870 -0.5133 -0.3400 \"-1\" \"kprobe: -1 barriers\"\n");
	assert_says(
		"using 1:2:3:4:5:6 with boxxyerror fs solid 0.75 noborder lc rgb 13983232 title 'kprobe'");
	write_with(drivers->describe);
	assert_says("instructions: kprobe +400 fentry +100; locked: kprobe +1 fentry -7; "
		    "barriers: kprobe -1 fentry -3; ");
	assert_non_null(strstr(drivers->caption(&plot), "exactly"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_drivers), on_report(test_overhead), on_report(test_intervals),
		on_report(test_no_hook), on_report(test_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
