/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the pages and texts about several runs share. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_ACROSS_RUNS_H
#define HOOKBENCH_REPORT_DOCUMENT_ACROSS_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document/report_content.h"

/* The change that is told first: from the first run to the last, if both were compared. */
struct across_change {
	const char *base, *new_label; /* labels of the two runs */
	const struct comparison *comparison;
};

/* The report's own label of the row's run; the matrix's where it was not measured. */
const char *across_runs__label(const struct report *report, const struct matrix_row *row);
/* false, with nothing filled in, if nothing was compared. */
bool across_runs__change(const struct report *report, struct across_change *change);
/*
 * The backends of all runs, each once, in the order in which they come up. `names` has room for
 * PLAN_MAX_BACKENDS, and points into the report. Their number.
 */
size_t across_runs__backends(const struct report *report, const char **names);
/* Whether it is what the others are compared with, in the first run that has it. */
bool across_runs__is_reference(const struct report *report, const char *backend);
/* The unit of every run, as format__unit has it; NULL if they differ. */
const char *across_runs__unit(const struct report *report);
/* Runs that are invalid. */
size_t across_runs__count_invalid(const struct report *report);
/* The cost of what the others are compared with, the overhead of the others; NAN: not measured. */
double across_runs__value(const struct matrix_row *row, const char *backend);
/*
 * " [77 to 92]", the 95 % interval of an overhead in nanoseconds; "" of exact numbers, of a cost,
 * and where there is none. CELL_SIZE bytes.
 */
void across_runs__format_interval(char *cell, const struct matrix_row *row, const char *backend);
/* NULL if the row is compared with nothing, or the backend is not in it. */
const struct comparison_row *across_runs__change_of(const struct matrix_row *row,
						    const char *backend);

#endif
