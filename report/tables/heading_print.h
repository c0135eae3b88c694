/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The heading of what is told of one run, or of two: which it is, what was hooked, and in which
 * company (see report/figures/company.h); and the same for its JSON and CSV.
 */
#ifndef HOOKBENCH_REPORT_TABLES_HEADING_PRINT_H
#define HOOKBENCH_REPORT_TABLES_HEADING_PRINT_H

#include <jansson.h>
#include <stdio.h>

#include "bench/model/plan.h"

/* Of one run. */
struct heading {
	const char *kernel, *workload, *payload;
	const char *hooked; /* as hooked__format has it */
	const struct plan *plan;
};

void heading__print(const struct heading *h, FILE *file);
void heading__print_change(const struct heading *before, const struct heading *after, FILE *file);

/* Takes ownership of the list of backends. NULL when out of memory. */
json_t *heading__to_json(const struct heading *h, json_t *backends);
json_t *heading__change_to_json(const struct heading *before, const struct heading *after,
				json_t *backends);

/* The last columns of each line, with the comma before them and the line's end. */
void heading__end_csv_names(FILE *file);
void heading__end_csv_line(const struct heading *h, FILE *file);

#endif
