// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make_page RUN... : a page of stored runs, on stdout. An argument that ends with .svg is a plot of
 * the run before it, or of all runs if it comes first. For the browser's tests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/store.h"
#include "report/html.h"
#include "report/markdown.h"

#define MAX 64

static struct report_run runs[MAX];
static struct report_plot plots[MAX];
static struct matrix_input inputs[MAX];
static struct report report = { .runs = runs, .plots = plots };

static void die(const char *what)
{
	fprintf(stderr, "make_page: %s\n", what);
	exit(1);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!file || getdelim(&text, &size, '\0', file) < 0)
		die(path);
	fclose(file);
	return text;
}

static void add_plot(const char *path)
{
	struct report_plot *plot = &report.plots[report.n_plots++];

	plot->name = path;
	plot->title = "Overhead";
	plot->caption = "Nanoseconds an operation; a made-up plot.";
	plot->alt = "A plot: fentry takes less than kprobe.";
	plot->run = report.n ? report.n - 1 : REPORT_ALL_RUNS;
	plot->svg = read_file(path);
}

/* The kernel, and the threads or the folder where that does not tell them apart. */
static void add_run(const char *path)
{
	struct report_run *r = &report.runs[report.n++];
	const char *release;

	if (store__read(path, &r->run))
		exit(1);
	r->path = strdup(path);
	summary__make(&r->run, &r->summary);
	release = json_string_value(json_object_get(r->run.environment, "kernel_release"));
	snprintf(r->label, sizeof(r->label), "%s", release ? release : "unknown");
	for (size_t i = 0; i + 1 < report.n; i++)
		if (!strcmp(runs[i].label, r->label))
			snprintf(r->label, sizeof(r->label), "%.60s, %u threads, %zu",
				 release ? release : "unknown", r->run.plan.threads, report.n);
}

static void compare(void)
{
	if (report.n < 2)
		return;
	for (size_t i = 0; i < report.n; i++)
		inputs[i] = (struct matrix_input){ runs[i].label, &runs[i].run, NULL };
	if (matrix__make(inputs, report.n, NULL, &report.matrix))
		exit(1);
	report.has_matrix = true;
}

int main(int argc, char **argv)
{
	bool markdown = argc > 1 && !strcmp(argv[1], "--markdown");

	for (int i = markdown ? 2 : 1; i < argc; i++) {
		size_t length = strlen(argv[i]);

		if (report.n == MAX || report.n_plots == MAX)
			die("too many arguments");
		if (length > 4 && !strcmp(argv[i] + length - 4, ".svg"))
			add_plot(argv[i]);
		else
			add_run(argv[i]);
	}
	compare();
	(markdown ? markdown__write : html__write)(&report, stdout);
	matrix__free(&report.matrix);
	for (size_t i = 0; i < report.n; i++) {
		run__free(&report.runs[i].run);
		free(report.runs[i].path);
	}
	for (size_t i = 0; i < report.n_plots; i++)
		free(report.plots[i].svg);
	return 0;
}
