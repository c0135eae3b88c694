/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CSV files of a stored run; their columns are documented in results/README.md. */
#ifndef HOOKBENCH_REPORT_TABLES_CSV_H
#define HOOKBENCH_REPORT_TABLES_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/model/fields.h"
#include "bench/model/run.h"
#include "report/figures/summary.h"

/* The columns that every line begins and ends with: they identify the run. */
extern const struct field csv_prefix_columns[], csv_suffix_columns[];
extern const struct field csv_histogram_columns[];

/* Those columns of the run, as an object; NULL when out of memory. */
json_t *csv__identify(const struct run *run);

#define CSV_MAX_COLUMNS 64
#define CSV_NAME_SIZE	48

/* The columns of struct trial, with their own names. */
struct csv_trial_columns {
	size_t n;
	struct field fields[CSV_MAX_COLUMNS + 1];
	char names[CSV_MAX_COLUMNS][CSV_NAME_SIZE];
};

void csv__make_trial_columns(struct csv_trial_columns *columns);

/* header: write the line of column names first; a file of several runs has it once. */
void csv__write_summary(const struct run *run, const struct summary *summary, bool header,
			FILE *file);
void csv__write_trials(const struct run *run, bool header, FILE *file);
void csv__write_histograms(const struct run *run, bool header, FILE *file);

/*
 * The same columns, with all rounds of a backend merged; `round` and `position` are empty. For
 * several runs, whose single trials would make a file of a hundred megabytes.
 */
void csv__write_merged(const struct run *run, const struct summary *summary, bool header,
		       FILE *file);

#endif
