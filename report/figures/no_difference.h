/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a hook for which the data show no difference from `none`. */
#ifndef HOOKBENCH_REPORT_FIGURES_NO_DIFFERENCE_H
#define HOOKBENCH_REPORT_FIGURES_NO_DIFFERENCE_H

#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

#define NO_DIFFERENCE_SIZE 512

/*
 * A sentence or two, which begin with the backend's name: that there is none, of more than so much;
 * or that it cannot be told, and what could. "" of the reference, its control, and hooks that
 * differ.
 */
void no_difference__format(const struct run *run, const struct summary_row *row,
			   char text[NO_DIFFERENCE_SIZE]);

#endif
