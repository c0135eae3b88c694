/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV files of a stored run; their columns are documented in results/README.md. */
#ifndef HOOKBENCH_REPORT_TABLES_CSV_H
#define HOOKBENCH_REPORT_TABLES_CSV_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* header: with the line of the columns' names, which a file of several runs has once. */
void csv__write_summary(const struct run *run, const struct summary *summary, bool header,
			FILE *file);
void csv__write_trials(const struct run *run, bool header, FILE *file);
void csv__write_histograms(const struct run *run, bool header, FILE *file);

/*
 * The same columns with the operations of each backend's rounds together, `round` and `position`
 * empty: for several runs, whose trials would make a file of a hundred megabytes.
 */
void csv__write_merged(const struct run *run, const struct summary *summary, bool header,
		       FILE *file);

#endif
