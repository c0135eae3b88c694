/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plots of a report, drawn by gnuplot. What a plot is stands in its row, see plot.h; each
 * becomes NAME.gnuplot, which draws it again by itself, NAME.svg and NAME.png.
 */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOTS_H
#define HOOKBENCH_REPORT_PLOTS_PLOTS_H

#include "report/document/report_content.h"
#include "report/plots/plot_kind.h"

/* By its position in the list of all kinds; NULL behind the last. */
const struct plot_kind *plots__kind(size_t i);

/*
 * Draws into `folder`, which exists, and adds what was drawn to report->plots; only: the kind of
 * that name alone, NULL for all that the runs have data for. 0; -ENOENT, warned of, without
 * gnuplot; another -errno, logged.
 */
int plots__draw(struct report *report, const char *folder, const char *only);
void plots__free(struct report *report);

#endif
