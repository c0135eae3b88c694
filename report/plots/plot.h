/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of plots that plots.c draws. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/document/report_content.h"
#include "report/figures/backend_look.h"
#include "report/figures/merged.h"
#include "report/plots/plot_kind.h"

/* A line or a bar in the plots of one run: a row of its summary. */
struct plot_line {
	const struct summary_row *row;
	const char *label; /* the backend's name, or "control" */
	struct backend_look look;
	struct merged merged;
};

struct plot {
	const struct report *report;
	const struct report_run *run; /* NULL for a plot of all runs */
	size_t n;
	struct plot_line lines[SUMMARY_MAX_ROWS];
};

/* One kind of plot. */
struct plot_row {
	struct plot_kind kind;
	const char *title;
	/* For a plot of one run: each run has its own in a report of several runs, too. */
	bool among_others;
	/* Whether the page itself draws what it shows, and does not have it; NULL: no. */
	bool (*is_file_only)(const struct plot *plot);
	/* Of how operations vary: drawn only where they do, unless it is asked for. */
	bool is_distribution;
	/* Whether there are data for the plot. */
	bool (*applies)(const struct plot *plot);
	/* Writes the commands up to and including `plot`: axes, data, lines. */
	void (*write)(const struct plot *plot, FILE *script);
	/* The caption: what the plot shows, in a sentence or two, with the unit. */
	const char *(*caption)(const struct plot *plot);
	/* Describes its figures in words, for readers who cannot see the plot. */
	void (*describe)(const struct plot *plot, FILE *text);
};

/* Plots of the operations' latencies: plots_of_latencies.c. */
extern const struct plot_row plot_density, plot_percentiles, plot_ecdf, plot_difference;

/* What makes the instructions dear: plot_drivers.c. */
extern const struct plot_row plot_drivers;

/* In the order of the report. Both end with NULL. */
extern const struct plot_row *const plots_of_run[];
extern const struct plot_row *const plots_of_runs[]; /* of several */

#endif
