/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run as a table for the terminal: 80 columns wide, or with more columns if the terminal is
 * wider. Only "INVALID" is coloured, on a terminal and without NO_COLOR.
 */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/*
 * What was measured, the table, skipped backends with reason and remedy, and why the run is
 * invalid.
 */
void terminal__print_run(const struct run *run, const struct summary *summary, FILE *file);
/* Whether each backend works on this kernel, and if not, why, and what would help. */
void terminal__print_capabilities(const struct run *run, FILE *file);

#endif
