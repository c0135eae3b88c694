/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CSV file as a table of texts. Cells in quotes may have commas and doubled quotes, but no line
 * ends. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_CSV_TABLE_H
#define HOOKBENCH_REPORT_DOCUMENT_CSV_TABLE_H

#include <stddef.h>

struct csv_table {
	char *text; /* what the cells point into */
	size_t n_columns, n_rows;
	const char **cells; /* row by row, without the first line */
};

/*
 * Reads a file whose first line is `columns`, and each of whose other lines has as many cells. 0 or
 * -errno, logged: -EPROTO with the line for what is no such file. Free with csv_table__free in any
 * case.
 */
int csv_table__read(const char *path, const char *columns, struct csv_table *table);
void csv_table__free(struct csv_table *table);

const char *csv_table__cell(const struct csv_table *table, size_t row, size_t column);

#endif
