/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What becomes of the SVG that gnuplot draws. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_SVG_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_SVG_H

/*
 * gnuplot's SVG as it can stand in a page beside others: values of points as titles, ids that begin
 * with the plot's name, black as currentColor, so that a page decides. NULL when out of memory; for
 * free().
 */
char *plot_svg__clean(const char *svg, const char *name);

#endif
