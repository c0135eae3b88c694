/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of gnuplot scripts. */
#ifndef HOOKBENCH_REPORT_PLOTS_GNUPLOT_SCRIPT_H
#define HOOKBENCH_REPORT_PLOTS_GNUPLOT_SCRIPT_H

#include "report/figures/backend_look.h"

#define SCRIPT_LOOK_SIZE 40

/*
 * The style of a backend's line, "lc rgb 0x2277BB dt 1", and of its points, "lc rgb 0x2277BB pt 7".
 * Both return `text`.
 */
const char *gnuplot_script__line(struct backend_look look, char text[SCRIPT_LOOK_SIZE]);
const char *gnuplot_script__mark(struct backend_look look, char text[SCRIPT_LOOK_SIZE]);

#endif
