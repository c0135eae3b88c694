/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kind of plot, as it is asked for. */
#ifndef HOOKBENCH_REPORT_PLOTS_PLOT_KIND_H
#define HOOKBENCH_REPORT_PLOTS_PLOT_KIND_H

struct plot_kind {
	const char *name; /* letters and underscores: a file's name, and ids in its SVG */
	const char *help; /* what it shows */
};

#endif
