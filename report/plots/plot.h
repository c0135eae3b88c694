/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of plots: what plots.c draws. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/document/report_content.h"
#include "report/figures/merged.h"
#include "report/plots/plot_kind.h"

/* A line or a bar of the plots of one run: a row of its summary. */
struct plot_line {
	const struct summary_row *row;
	const char *label; /* the backend's name, or "control" */
	size_t look;	   /* see gnuplot_script.h */
	struct merged merged;
};

struct plot {
	const struct report *report;
	const struct report_run *run; /* NULL in a plot of all runs */
	size_t n;
	struct plot_line lines[SUMMARY_MAX_ROWS];
};

/* What a plot is. */
struct plot_row {
	struct plot_kind kind;
	const char *title;
	/* Also in a report of several runs, where each has its own, if it is of one. */
	bool among_others;
	/* Whether there are data for it. */
	bool (*applies)(const struct plot *plot);
	/* The commands up to and with `plot`: axes, data, lines. */
	void (*write)(const struct plot *plot, FILE *script);
	/* What it shows, in a sentence or two, with unit. */
	const char *(*caption)(const struct plot *plot);
	/* Its figures in words, for who cannot see it. */
	void (*describe)(const struct plot *plot, FILE *text);
};

/* Plots of how long operations took: plots_of_latencies.c. */
extern const struct plot_row plot_density, plot_percentiles, plot_ecdf, plot_difference;

/* In the order of the report; both end with NULL. */
extern const struct plot_row *const plots_of_run[];
extern const struct plot_row *const plots_of_runs[]; /* of several */

#endif
