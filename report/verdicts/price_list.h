/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the pieces of programs cost: of runs that differ in the payload, the overhead of each
 * backend, less that with the payload `empty` on the same kernel.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_PRICE_LIST_H
#define HOOKBENCH_REPORT_VERDICTS_PRICE_LIST_H

#include <stdio.h>

#include "bench/base/encode.h"
#include "bench/model/run.h"
#include "report/figures/summary.h"

#define PRICE_COLUMNS 32
#define PRICE_ROWS    64

/* A run that was measured, and its summary. */
struct priced_run {
	const struct run *run; /* NULL: not measured */
	const struct summary *summary;
};

struct price_list {
	enum clock_unit unit;
	size_t n_columns, n_rows;
	struct {
		char kernel[96]; /* its release; foreign */
		char backend[NAME_SIZE];
	} columns[PRICE_COLUMNS];
	char payloads[PRICE_ROWS][NAME_SIZE];
	double prices[PRICE_ROWS][PRICE_COLUMNS]; /* per operation; NAN: not measured */
};

/* Empty unless there is a run with `empty`, and another like it. What does not fit is left out. */
void price_list__make(const struct priced_run *runs, size_t n, struct price_list *list);
/* A table for people: TO_TERMINAL, TO_MARKDOWN or TO_HTML. Nothing if the list is empty. */
void price_list__write(const struct price_list *list, enum destination to, FILE *file);
/* payload, kernel, backend, unit, price: a line for each price. */
void price_list__write_csv(const struct price_list *list, FILE *file);

#endif
