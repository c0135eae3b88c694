/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a plot of one run, in gnuplot's words: their data, and how they are drawn. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_LINES_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_LINES_H

#include <stddef.h>
#include <stdio.h>

#include "report/plots/plot.h"

/*
 * The data of a line, rows of "x y", and beside them its points that show a text when they are
 * pointed at: rows of "x y text".
 */
struct plot_data {
	size_t line;
	double first_x, first_y;
	FILE *script, *told;
	char *told_text;
	size_t told_size;
};

/* Of the line of that number in the plot, into the script; from here to plot_data__end. */
void plot_data__begin(struct plot_data *data, size_t line, FILE *script);
/* told: the text of a point, which may be any bytes; NULL for one that is only the line's. */
void plot_data__add(struct plot_data *data, double x, double y, const char *told);
void plot_data__end(struct plot_data *data);

/*
 * The command that draws a line for each of the plot's, and the points with texts, from the data
 * before it. `how`: gnuplot's style of the lines.
 */
void plot_lines__write(const struct plot *plot, const char *how, FILE *script);

#endif
