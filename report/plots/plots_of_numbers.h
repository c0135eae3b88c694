/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of plots of several runs that differ in one number. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOTS_OF_NUMBERS_H
#define HOOKBENCH_REPORT_PLOTS_PLOTS_OF_NUMBERS_H

#include "report/plots/plot.h"

extern const struct plot_row plot_threads, plot_copies, plot_elsewhere, plot_throughput, plot_rate;

/* Whether one of them applies: the runs are not drawn side by side then. */
bool plots_of_numbers__vary(const struct plot *p);

#endif
