/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A plot of what attaching costs by the number of functions, with a line for each backend. */
#ifndef HOOKBENCH_REPORT_PLOTS_ATTACH_PLOT_H
#define HOOKBENCH_REPORT_PLOTS_ATTACH_PLOT_H

#include <stdio.h>

#include "bench/model/attach_cost.h"

/*
 * Of the files that it writes, whose names end with .gnuplot, .svg and .png. gnuplot takes no dash.
 */
#define ATTACH_PLOT "attach_cost"

/* The script. */
void attach_plot__write(const struct attach_cost *cost, FILE *script);
/*
 * Draws the script in that folder. 0; -ENOENT, with a warning, without gnuplot; another -errno,
 * logged.
 */
int attach_plot__draw(const char *folder);

#endif
