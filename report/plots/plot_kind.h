/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kind of plot, by its name on the command line. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_KIND_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_KIND_H

struct plot_kind {
	const char *name; /* letters and underscores: for file names and ids in the SVG */
	const char *help; /* what it shows */
};

#endif
