/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a plot of one run as gnuplot commands: their data, and how they are drawn. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_LINES_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_LINES_H

#include <stddef.h>
#include <stdio.h>

#include "report/plots/plot.h"

/*
 * The data of a line, rows of "x y", and the points that show a text on hover, rows of "x y text".
 */
struct plot_data {
	size_t line;
	double first_x, first_y;
	FILE *script, *tips;
	char *tips_text;
	size_t tips_size;
};

/* Starts the data of line number `line` of the plot in the script, up to plot_data__end. */
void plot_data__begin(struct plot_data *data, size_t line, FILE *script);
/* tip: the text of the point, which may be any bytes; NULL for a point without a text. */
void plot_data__add(struct plot_data *data, double x, double y, const char *tip);
void plot_data__end(struct plot_data *data);

/*
 * Writes the command that draws all lines of the plot, and the points with texts, from the data
 * written before. how: gnuplot's style for the lines.
 */
void plot_lines__write(const struct plot *plot, const char *how, FILE *script);

#endif
