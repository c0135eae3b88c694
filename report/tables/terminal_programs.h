/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the terminal shows of the users' own programs, besides their rows in the table. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_PROGRAMS_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_PROGRAMS_H

#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* Where each program is attached, and what could not be attached. Nothing without programs. */
void terminal_programs__print_facts(const struct run *run, FILE *file);
/*
 * For each program, its overhead as dispatch and body; then the same facts. width: of the column
 * of names.
 */
void terminal_programs__print(const struct run *run, const struct summary *summary, int width,
			      FILE *file);

#endif
