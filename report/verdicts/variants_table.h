/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs of one plan that differ in the options with several values (see bench/model/variants.h), as
 * one table: the cost of each backend in each combination.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_VARIANTS_TABLE_H
#define HOOKBENCH_REPORT_VERDICTS_VARIANTS_TABLE_H

#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"
#include "bench/model/variants.h"
#include "report/figures/summary.h"

/* One combination. */
struct product_row {
	const struct run *run;	       /* NULL if it could not be measured */
	const struct summary *summary; /* of the run */
	const char *reason;	       /* why there is no run */
};

struct variants_table {
	const struct variants *axes;
	size_t n; /* variants__count */
	const struct product_row *rows;
};

struct product_format {
	const char *name;
	/* Needs at least one row with a run. */
	void (*print)(const struct variants_table *product, FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. */
extern const struct product_format product_formats[];

#endif
