/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prepares gnuplot's SVG for the page. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_SVG_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_SVG_H

/*
 * gnuplot's SVG, ready to embed in a page with others: values of points as titles, ids with the
 * plot's name as prefix, black replaced by currentColor so that the page decides. NULL when out of
 * memory; the caller frees it.
 */
char *plot_svg__clean(const char *svg, const char *name);

#endif
