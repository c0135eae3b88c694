/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running gnuplot. */
#ifndef HOOKBENCH_REPORT_PLOTS_GNUPLOT_H
#define HOOKBENCH_REPORT_PLOTS_GNUPLOT_H

#include "report/document/report_content.h"

/*
 * Draws each plot of the report from NAME.gnuplot in `folder` to NAME.svg and NAME.png in the same
 * folder. 0; -ENOENT, with a warning, without gnuplot; another -errno, logged.
 */
int gnuplot__draw(const struct report *report, const char *folder);

#endif
