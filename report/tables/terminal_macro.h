/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hookbench macro prints differently from hookbench run. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_MACRO_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_MACRO_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* What was run, how often, and the table's unit. */
void terminal_macro__print_heading(const struct run *run, const struct summary *summary,
				   FILE *file);
/* width: of the column of names. */
void terminal_macro__print_table(const struct run *run, const struct summary *summary, int width,
				 FILE *file);
void terminal_macro__print_legend(const struct run *run, const struct summary *summary, FILE *file);

#endif
