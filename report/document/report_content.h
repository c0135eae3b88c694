/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The content of a report: the runs, their comparison and their plots. report.h fills it in; the
 * text, the page and the plots are made from it.
 */
#ifndef HOOKBENCH_REPORT_DOCUMENT_REPORT_CONTENT_H
#define HOOKBENCH_REPORT_DOCUMENT_REPORT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/driver.h"
#include "bench/model/run.h"
#include "report/figures/summary.h"
#include "report/verdicts/matrix.h"
#include "report/verdicts/price_list.h"
#include "report/verdicts/run_labels.h"

struct report_run {
	char *path;		/* as given, or found in a given folder; never NULL */
	char label[LABEL_SIZE]; /* distinguishes it from the others: see run_labels.h */
	struct run run;
	struct summary summary;
};

/* A finished plot. */
struct report_plot {
	const char
		*name; /* of its files: overhead.svg, overhead.png; with several runs, overhead_2 */
	const char *title; /* in words */
	char *caption;	   /* what it shows, from how many operations and rounds, in which unit */
	char *alt;	   /* its figures in words, for readers who cannot see the plot */
	size_t run;	   /* index into report.runs; REPORT_ALL_RUNS: all together */
	char *svg;	   /* the whole file, ready to embed in an HTML page: ids are unique */
	bool is_file_only; /* not for the page, which draws what it shows itself */
};

#define REPORT_ALL_RUNS ((size_t)-1)

struct report {
	size_t n; /* at least 1 */
	struct report_run *runs;
	bool has_matrix; /* with several runs */
	struct matrix matrix;
	struct price_list prices; /* empty unless the runs differ in the payload */
	size_t n_plots;		  /* 0: gnuplot is missing, or there is nothing to draw */
	struct report_plot *plots;
	/* What flame graphs are coloured by; NULL: by the purpose of functions. */
	const struct driver *flame_by;
};

#endif
