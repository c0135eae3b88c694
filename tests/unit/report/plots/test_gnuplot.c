// SPDX-License-Identifier: GPL-2.0-or-later
/* With programs of ours in gnuplot's place. */
#include "tests/unit/report_support.h"

#include "bench/base/interrupt.h"
#include "report/plots/gnuplot.h"

static char *path;

static int setup(void **state)
{
	path = strdup(getenv("PATH"));
	report_setup(state);
	report.plots = report_plots;
	report.n_plots = 2;
	report_plots[0] = (struct report_plot){ .name = "overhead" };
	report_plots[1] = (struct report_plot){ .name = "ecdf_2" };
	return folder_setup(state);
}

static int teardown(void **state)
{
	setenv("PATH", path, true);
	free(path);
	return folder_teardown(state);
}

/* A shell script that is the only gnuplot there is. */
static void install(const char *script)
{
	char here[PATH_MAX], both[2 * PATH_MAX];

	assert_non_null(getcwd(here, sizeof(here)));
	make_file("bin/gnuplot", script);
	assert_int_equal(chmod("bin/gnuplot", 0755), 0);
	snprintf(both, sizeof(both), "%s/bin:%s", here, path);
	setenv("PATH", both, true);
	assert_int_equal(mkdir("plots", 0777), 0);
}

static void read_file(const char *name)
{
	FILE *file = fopen(name, "re");
	size_t size;

	assert_non_null(file);
	text = calloc(1, 4096);
	size = fread(text, 1, 4095, file);
	text[size] = '\0';
	fclose(file);
}

/* It gets the commands on its standard input, in the folder; one gnuplot a format. */
static void test_commands(void **state)
{
	(void)state;
	install("#!/bin/sh\ncat >driver.$$\ngrep -q 'terminal svg' driver.$$ &&\n"
		"mv driver.$$ svg || mv driver.$$ png\n");
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "plots"), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	read_file("plots/svg");
	assert_string_equal(text,
			    "reset session\nset terminal svg size 820,460 dynamic noenhanced font "
			    "'sans-serif,13' name 'overhead'\nset output 'overhead.svg'\n"
			    "load 'overhead.gnuplot'\nunset output\n"
			    "reset session\nset terminal svg size 820,460 dynamic noenhanced font "
			    "'sans-serif,13' name 'ecdf_2'\nset output 'ecdf_2.svg'\n"
			    "load 'ecdf_2.gnuplot'\nunset output\n");
	free(text);
	read_file("plots/png");
	assert_says(
		"set terminal pngcairo size 1640,920 fontscale 2 linewidth 2 pointscale 2 noenhanced font 'sans-serif,11'\n"
		"set output 'overhead.png'\n");
	free(text);
	text = NULL;
}

static void test_missing(void **state)
{
	(void)state;
	setenv("PATH", "/nowhere", true);
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "."), -ENOENT);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_logs("gnuplot is not installed; install it with apt-get install gnuplot-nox");
}

/* The reason is the last line that it wrote, but for marks and warnings. */
static void test_failure(void **state)
{
	(void)state;
	install("#!/bin/sh\ncat >/dev/null\necho first\necho 'line 3: no such data' >&2\n"
		"echo '   ^'\necho 'Warning: empty' >&2\nexit 1\n");
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "plots"), -EIO);
	assert_logs("gnuplot could not draw: line 3: no such data");
}

static void test_signal(void **state)
{
	(void)state;
	install("#!/bin/sh\nkill -SEGV $$\n");
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "plots"), -EIO);
	assert_logs("it was killed by a signal: Segmentation fault");
}

/* It may not end by itself then; and what is typed at the terminal does not reach it. */
static void test_interrupt(void **state)
{
	(void)state;
	install("#!/bin/sh\ntrap '' INT\nmkdir once && kill -INT $PPID\n"
		"exec sleep 1000\n");
	interrupt__install();
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "plots"), -EINTR);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	interrupt__forget();
	interrupt__uninstall();
}

static void test_group(void **state)
{
	(void)state;
	install("#!/bin/sh\nps -o pgid= -p $$ >svg\n");
	log_begin();
	assert_int_equal(gnuplot__draw(&report, "plots"), 0);
	read_file("plots/svg");
	assert_true(atoi(text) > 0);
	assert_int_not_equal(atoi(text), getpgrp());
	free(text);
	text = NULL;
}

#define on_gnuplot(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_gnuplot(test_commands), on_gnuplot(test_missing),   on_gnuplot(test_failure),
		on_gnuplot(test_signal),   on_gnuplot(test_interrupt), on_gnuplot(test_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
