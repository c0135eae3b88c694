/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report on stored runs: tables, plots, one page. It reads runs only, and measures nothing. */
#ifndef HOOKBENCH_REPORT_REPORT_H
#define HOOKBENCH_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"
#include "report/verdicts/matrix.h"
#include "report/verdicts/run_labels.h"

struct report_run {
	char *path;		/* as given, or found in a folder that was given; never NULL */
	char label[LABEL_SIZE]; /* what tells it from the others: see aspects.h */
	struct run run;
	struct summary summary;
};

/* A plot as it was drawn. */
struct report_plot {
	const char
		*name; /* of its files: overhead.svg, overhead.png; with several runs, overhead_2 */
	const char *title; /* in words */
	char *caption;	   /* what it shows, of how many operations and rounds, in which unit */
	char *alt;	   /* the same for who cannot see it: its figures in words */
	size_t run;	   /* of report.runs; REPORT_ALL_RUNS: of all together */
	char *svg;	   /* the whole file, which can stand in an HTML page: ids are unique */
};

#define REPORT_ALL_RUNS ((size_t)-1)

struct report {
	size_t n; /* at least 1 */
	struct report_run *runs;
	bool has_matrix; /* with several runs */
	struct matrix matrix;
	size_t n_plots; /* 0: gnuplot is missing, or nothing can be drawn */
	struct report_plot *plots;
};

/*
 * Reads the stored runs that the paths name (see store__list). 0, or -errno, logged; free with
 * report__close in the first case.
 */
int report__open(char *const *paths, size_t n, struct report *report);
void report__close(struct report *report);

/*
 * Writes the report into `folder`, which is made if it is missing; NULL: the folder of the only
 * run. only: that plot and nothing else; NULL: all. Files of these names are replaced, each whole
 * or not at all. Without gnuplot there are no plots, with a warning. 0, or -errno, logged.
 */
int report__write(struct report *report, const char *folder, const char *only);
/*
 * All of this at the end of a measurement: reads, writes, and tells where the page is. A report
 * that fails is only logged: what was measured is stored.
 */
void report__make(char *const *paths, size_t n, const char *folder);
/* What report__write has written, for people. */
void report__tell(const struct report *report, const char *folder, const char *only, FILE *file);

#endif
