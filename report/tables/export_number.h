/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers that other tools are given, one at a time, and what they are called. */
#ifndef HOOKBENCH_REPORT_TABLES_EXPORT_NUMBER_H
#define HOOKBENCH_REPORT_TABLES_EXPORT_NUMBER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "report/tables/export.h"

#define EXPORT_NAME_SIZE 8192

/* A column of summary.csv that is a price: the smaller, the better. */
struct export_metric {
	const char *key;  /* of the column */
	const char *name; /* without its unit */
	const char *help;
	const char *low, *high; /* columns of its interval; NULL: none */
};

/* Ends with a row whose key is NULL. */
extern const struct export_metric export_metrics[];

struct export_number {
	const struct run *run;
	const struct summary_row *row;
	const struct export_metric *metric;
	double value, low, high;       /* the interval is NAN if there is none */
	json_t *identity;	       /* what identifies the run: column -> value */
	char series[EXPORT_NAME_SIZE]; /* "create-unlink/count/kprobe on 6.12.1, qemu64" */
};

/*
 * Calls `visit` for each number that is known, run by run, backend by backend. Stops at the first
 * value other than 0, which is returned; -ENOMEM, logged.
 */
typedef int (*export_visit)(const struct export_number *number, void *context);
int export_numbers__visit(const struct export *what, export_visit visit, void *context);
/*
 * What identifies a run: the columns of the CSV that do, and what else it was measured with, as
 * column -> value; a new reference, NULL when out of memory.
 */
json_t *export_number__identify(const struct run *run);
/* Of that, what is not in the first words of a name, and not the usual: ", qemu64, target f". */
void export_number__say(const json_t *identity, char said[EXPORT_NAME_SIZE]);
/* Whether two of them would have the same name: -EEXIST, logged; or 0. */
int export_numbers__check_names(const struct export *what);

#endif
