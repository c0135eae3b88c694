/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running gnuplot. */
#ifndef HOOKBENCH_REPORT_PLOTS_GNUPLOT_H
#define HOOKBENCH_REPORT_PLOTS_GNUPLOT_H

#include "report/document/report_content.h"

/*
 * Draws each plot of the report from NAME.gnuplot in `folder` into NAME.svg and NAME.png beside it.
 * 0; -ENOENT, warned of, without gnuplot; another -errno, logged.
 */
int gnuplot__draw(const struct report *report, const char *folder);

#endif
