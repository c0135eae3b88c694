/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of gnuplot scripts. */
#ifndef HOOKBENCH_REPORT_PLOTS_GNUPLOT_SCRIPT_H
#define HOOKBENCH_REPORT_PLOTS_GNUPLOT_SCRIPT_H

#include <stddef.h>

/*
 * The style of the i-th line, "lc rgb 0x0072B2 dt 1", and of its points, "lc rgb 0x0072B2 pt 7".
 * The colours suit the colour-blind; dashes and marks also work without colour.
 */
#define SCRIPT_LOOK_REFERENCE 0
#define SCRIPT_LOOK_CONTROL   1
#define SCRIPT_LOOK_HOOKS     2 /* the first hook; a backend looks the same in all plots */
const char *gnuplot_script__line(size_t i);
const char *gnuplot_script__mark(size_t i);
/* Only the colour: "0x0072B2". */
unsigned int gnuplot_script__colour(size_t i);

#endif
