/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of backends on the terminal; what stands around them is in terminal.h. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_TABLE_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_TABLE_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* Of the column of names: wide enough for the backends of the plan, measured or not. */
int terminal_table__name_width(const struct run *run);
/*
 * A backend a row. The columns that matter most need 80 characters; of the others, those are shown
 * that fit into `width`.
 */
void terminal_table__print(const struct run *run, const struct summary *summary, int width,
			   FILE *file);
/*
 * Several runs of one plan that differ in their number of threads: what each backend costs, and how
 * many operations a second there are, with each of the `n` numbers.
 */
void terminal_table__print_threads(const struct summary *summaries, const unsigned int *threads,
				   size_t n, enum clock_unit unit, FILE *file);

#endif
