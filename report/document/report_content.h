/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a report is made of: the runs, how they compare, and the plots of them. report.h fills it;
 * the text, the page and the plots are made from it.
 */
#ifndef HOOKBENCH_REPORT_DOCUMENT_REPORT_CONTENT_H
#define HOOKBENCH_REPORT_DOCUMENT_REPORT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"
#include "report/verdicts/matrix.h"
#include "report/verdicts/run_labels.h"

struct report_run {
	char *path;		/* as given, or found in a folder that was given; never NULL */
	char label[LABEL_SIZE]; /* names it among the others: see run_labels.h */
	struct run run;
	struct summary summary;
};

/* A plot as it was drawn. */
struct report_plot {
	const char
		*name; /* of its files: overhead.svg, overhead.png; with several runs, overhead_2 */
	const char *title; /* in words */
	char *caption;	   /* what it shows, of how many operations and rounds, in which unit */
	char *alt;	   /* its figures in words, for readers who cannot see it */
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

#endif
