/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plots of a report, drawn by gnuplot. Each kind of plot is one table row, see plot.h. Each
 * plot becomes NAME.svg, NAME.png, and NAME.gnuplot, a self-contained script that draws it again.
 */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOTS_H
#define HOOKBENCH_REPORT_PLOTS_PLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "report/document/report_content.h"
#include "report/plots/plot_kind.h"

/* The i-th kind in the list of all; NULL after the last. */
const struct plot_kind *plots__kind(size_t i);

/*
 * Draws into `folder`, which must exist, and adds the plots to report->plots. only: the name of one
 * kind; NULL: all that the runs have data for. 0; -ENOENT, with a warning, without gnuplot; another
 * -errno, logged.
 */
int plots__draw(struct report *report, const char *folder, const char *only);
/*
 * Writes the script of one plot: of a run, by its index, or of all (REPORT_ALL_RUNS). False if
 * there is none of that kind, or there are no data for it.
 */
bool plots__write_script(const struct report *report, size_t run, const struct plot_kind *kind,
			 FILE *file);
void plots__free(struct report *report);

#endif
