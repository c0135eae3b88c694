/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plot of what backends cost over many runs: a line for each, with the changes marked. */
#ifndef HOOKBENCH_REPORT_PLOTS_HISTORY_PLOT_H
#define HOOKBENCH_REPORT_PLOTS_HISTORY_PLOT_H

#include <stdio.h>

#include "report/verdicts/history.h"

/* Of the files that it writes, whose names end with .gnuplot, .svg and .png. */
#define HISTORY_PLOT "history"

/* The script. The histories, at least one, are of the same runs in the same order. */
void history_plot__write(const struct history *histories, size_t n, enum history_order order,
			 FILE *script);
/*
 * Draws the script in that folder. 0; -ENOENT, with a warning, without gnuplot; another -errno,
 * logged.
 */
int history_plot__draw(const char *folder);

#endif
