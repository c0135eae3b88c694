/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of backends on the terminal; for the text around them see terminal.h. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_TABLE_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_TABLE_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* The width of the column of names: enough for all backends of the plan, measured or not. */
int terminal_table__name_width(const struct run *run);
/*
 * One row per backend; the control only if there is something to see. Of the columns, the most
 * important ones that fit into `width` are shown: at least cost and overhead.
 */
void terminal_table__print(const struct run *run, const struct summary *summary, int width,
			   FILE *file);
/*
 * Several runs of one plan that differ in their number of threads: the cost of each backend, and
 * the operations per second, for each of the `n` numbers.
 */
void terminal_table__print_threads(const struct summary *summaries, const unsigned int *threads,
				   size_t n, enum clock_unit unit, FILE *file);

#endif
