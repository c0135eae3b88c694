// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/plots/plots.h"

/* In gnuplot's place: an SVG for each that is to be drawn, which refers to itself. */
#define DRAWS                                                                             \
	"#!/bin/sh\nsed -n \"s/^set output '\\(.*\\)'/\\1/p\" | while read -r file; do\n" \
	"echo \"<svg><g id='gpPt0' fill=\\\"black\\\"/></svg>\" >\"$file\"; done\n"

static char *path;

static int setup(void **state)
{
	path = strdup(getenv("PATH"));
	report_setup(state);
	return folder_setup(state);
}

static int teardown(void **state)
{
	setenv("PATH", path, true);
	free(path);
	report.plots = NULL;
	report_teardown(state);
	return folder_teardown(state);
}

static void install(const char *script)
{
	char here[PATH_MAX], both[2 * PATH_MAX];

	assert_non_null(getcwd(here, sizeof(here)));
	make_file("bin/gnuplot", script);
	assert_int_equal(chmod("bin/gnuplot", 0755), 0);
	snprintf(both, sizeof(both), "%s/bin:%s", here, path);
	setenv("PATH", both, true);
	assert_int_equal(mkdir("plots", 0777), 0);
	finish_report();
	report.plots = NULL; /* plots__draw makes them */
	log_begin();
}

/* The names of the plots that were drawn: "overhead density". */
static const char *names(void)
{
	static char all[1024];

	all[0] = '\0';
	for (size_t i = 0; i < report.n_plots; i++) {
		strcat(all, i ? " " : "");
		strcat(all, report.plots[i].name);
	}
	return all;
}

static void read_file(const char *name)
{
	FILE *file = fopen(name, "re");
	size_t size;

	assert_non_null(file);
	free(text);
	text = calloc(1, 65536);
	size = fread(text, 1, 65535, file);
	text[size] = '\0';
	fclose(file);
}

static void test_one_run(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	install(DRAWS);
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	assert_string_equal(names(), "overhead");
	assert_true(report.plots[0].is_file_only);
	assert_int_equal(count_entries("plots"), 3);
	assert_string_equal(report.plots[0].title, "Overhead of each hook");
	assert_string_equal(report.plots[0].alt,
			    "Overhead of each hook. control: 0 instructions; kprobe: +400 "
			    "instructions; fentry: +100 instructions.");
	assert_int_equal(report.plots[0].run, 0);
	read_file("plots/overhead.gnuplot");
	assert_says("set title \"Overhead of each hook\\ndo_unlinkat on 6.12, payload count, "
		    "2 rounds of 1,000 operations\"\n");
	/* The file and the page have the same, clean SVG. */
	read_file("plots/overhead.svg");
	assert_string_equal(text, "<svg><g id='overhead_gpPt0' fill=\"currentColor\"/></svg>\n");
	assert_string_equal(report.plots[0].svg, text);
	plots__free(&report);
	assert_int_equal(report.n_plots, 0);
}

/* How operations vary is drawn if they do, or if it is asked for. */
static void test_distributions(void **state)
{
	struct report_run *r = add_run("6.12", 2, 0);

	(void)state;
	install(DRAWS);
	assert_int_equal(plots__draw(&report, "plots", "density"), 0);
	assert_string_equal(names(), "density");
	assert_false(report.plots[0].is_file_only);
	plots__free(&report);
	/* An exact run whose rounds differ. */
	trial_of(&r->run, 1, "kprobe")->operation.figures.mode += 4;
	summary__make(&r->run, &r->summary);
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	assert_string_equal(names(), "overhead density percentiles ecdf difference rounds");
	plots__free(&report);
	make_time(r, 400, 100, 10);
	summary__make(&r->run, &r->summary);
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	assert_string_equal(names(), "overhead density percentiles ecdf difference rounds");
	plots__free(&report);
}

static void test_company_is_in_the_title(void **state)
{
	(void)state;
	add_run("6.12", 2, 0)->run.plan.copies = 8;
	install(DRAWS);
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	read_file("plots/overhead.gnuplot");
	assert_says("2 rounds of 1,000 operations, 8 copies\"\n");
	plots__free(&report);
	/* Of several runs, if all have it. */
	add_run("6.18", 2, 0)->run.plan.copies = 8;
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	read_file("plots/kernels.gnuplot");
	assert_says("\\n2 runs of 2 rounds, create-unlink, payload count, 8 copies\"");
	plots__free(&report);
}

/* One of all, then those of each, by its number. */
static void test_several_runs(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	trial_of(&add_run("6.12", 3, 0)->run, 1, "kprobe")->missed = 1;
	install(DRAWS);
	assert_int_equal(plots__draw(&report, "plots", NULL), 0);
	assert_string_equal(names(), "kernels overhead_1 overhead_2");
	assert_true(report.plots[0].run == REPORT_ALL_RUNS);
	assert_int_equal(report.plots[2].run, 1);
	read_file("plots/kernels.gnuplot");
	assert_says("\\n2 runs of 2 to 3 rounds, create-unlink, payload count\"");
	read_file("plots/overhead_2.gnuplot");
	assert_says(" - INVALID\"");
	plots__free(&report);
}

static void test_only_one(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 0);
	install(DRAWS);
	assert_int_equal(plots__draw(&report, "plots", "ecdf"), 0);
	assert_string_equal(names(), "ecdf_1 ecdf_2");
	plots__free(&report);
	/* There are no data for it: nothing is drawn, and that is no failure. */
	assert_int_equal(plots__draw(&report, "plots", "threads"), 0);
	assert_int_equal(report.n_plots, 0);
	plots__free(&report);
}

static void test_gnuplot_that_draws_nothing(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	install("#!/bin/sh\ncat >/dev/null\nfor i in overhead; do echo x >$i.svg; done\n");
	assert_int_equal(plots__draw(&report, "plots", NULL), -EIO);
	assert_logs("gnuplot drew nothing for overhead");
	assert_int_equal(report.n_plots, 0);
	assert_null(report.plots);
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
	assert_int_equal(n, 14);
}

#define in_folder(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(test_one_run),
		in_folder(test_distributions),
		in_folder(test_several_runs),
		in_folder(test_company_is_in_the_title),
		in_folder(test_only_one),
		in_folder(test_gnuplot_that_draws_nothing),
		cmocka_unit_test(test_every_plot_has_a_name_and_a_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
