/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table's columns as data, so that JSON and CSV cannot differ. */
#ifndef HOOKBENCH_REPORT_FIGURES_COLUMNS_H
#define HOOKBENCH_REPORT_FIGURES_COLUMNS_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

enum column_type {
	COLUMN_TEXT,   /* char[] */
	COLUMN_BOOL,   /* bool */
	COLUMN_UINT,   /* unsigned int */
	COLUMN_UINT64, /* uint64_t */
	COLUMN_COUNT,  /* int64_t, COUNT_UNKNOWN where nobody counts */
	COLUMN_NUMBER, /* double, NAN where there is none */
};

/*
 * A member of a row's struct. The unit is the end of the name: _ns, or _in_unit for the unit of
 * the run's clock. Tables end with a column whose name is NULL.
 */
struct column {
	const char *name;
	enum column_type type;
	size_t offset;
};

/* A row as a JSON object, in the columns' order. */
json_t *columns__to_json(const struct column *columns, const void *row);
/*
 * One line of a CSV file, without its end, as RFC 4180 has it; unknown values are empty. Call
 * them once for each table that a line is made of, then write a newline.
 */
void columns__write_header(const struct column *columns, FILE *file);
void columns__write_row(const struct column *columns, const void *row, FILE *file);

#endif
