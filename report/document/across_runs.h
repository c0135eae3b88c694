/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the page and the texts on several runs share. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_ACROSS_RUNS_H
#define HOOKBENCH_REPORT_DOCUMENT_ACROSS_RUNS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document/report_content.h"

/* The main change: from the first run to the last, if they were compared. */
struct across_change {
	const char *base, *new_label; /* labels of the two runs */
	const struct comparison *comparison;
};

/* The report's label of the row's run, or the matrix's label if it was not measured. */
const char *across_runs__label(const struct report *report, const struct matrix_row *row);
/* false, with `change` untouched, if nothing was compared. */
bool across_runs__change(const struct report *report, struct across_change *change);
/*
 * Lists the backends of all runs, each once, in order of first appearance. `names` has room for
 * PLAN_MAX_BACKENDS, and points into the report. Returns their number.
 */
size_t across_runs__backends(const struct report *report, const char **names);
/* Whether the backend is the reference in the first run that has it. */
bool across_runs__is_reference(const struct report *report, const char *backend);
/* The unit that all runs share (see format__unit); NULL if they differ. */
const char *across_runs__unit(const struct report *report);
/* The number of invalid runs. */
size_t across_runs__count_invalid(const struct report *report);
/* The number of runs that are neither invalid nor show what every hook costs. */
size_t across_runs__count_unsure(const struct report *report);
/* The cost of the reference, or the overhead of another backend; NAN if not measured. */
double across_runs__value(const struct matrix_row *row, const char *backend);
/*
 * " [77 to 92]", the 95 % interval of an overhead in nanoseconds; "" for an exact number, for a
 * cost, or without an interval. CELL_SIZE bytes.
 */
void across_runs__format_interval(char *cell, const struct matrix_row *row, const char *backend);
/* NULL if the row is not compared with another, or does not have the backend. */
const struct comparison_row *across_runs__change_of(const struct matrix_row *row,
						    const char *backend);

#endif
