/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of plots: what plots.c draws. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_H

#include "report/document/report_content.h"
#include "report/figures/merged.h"
#include "report/plots/plots.h"

/* A line or a bar of the plots of one run: a row of its summary. */
struct plot_line {
	const struct summary_row *row;
	const char *label; /* the backend's name, or "control" */
	size_t look;	   /* see script.h */
	struct merged merged;
};

struct plot {
	const struct report *report;
	const struct report_run *run; /* NULL in a plot of all runs */
	size_t n;
	struct plot_line lines[SUMMARY_MAX_ROWS];
};

/* A row of the table. */
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

/* Each ends with a row whose kind has no name. */
extern const struct plot_row plots_of_run[];  /* plot_run.c */
extern const struct plot_row plots_of_runs[]; /* plot_runs.c */

#endif
