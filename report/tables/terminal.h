/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run as a table for the terminal: 80 columns wide, or with more columns if the terminal is
 * wider, and with fewer if it is not. On a terminal without NO_COLOR, the cheapest hook has a
 * colour, and "INVALID" another.
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

#endif
