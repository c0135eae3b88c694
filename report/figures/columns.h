/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of fields (bench/model/fields.h) as CSV: one row per struct, one column per field. JSON
 * uses the same tables, so the two formats always agree. A column's name ends with its unit: _ns,
 * or _in_unit for the unit of the run's clock.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_COLUMNS_H
#define HOOKBENCH_REPORT_FIGURES_COLUMNS_H

#include <stdio.h>

#include "bench/model/fields.h"

/*
 * One line of a CSV file (RFC 4180) without the line end; unknown values are empty. If a line
 * combines several tables, call once per table, then write a newline.
 */
void columns__write_header(const struct field *columns, FILE *file);
void columns__write_row(const struct field *columns, const void *row, FILE *file);
/* A row of which nothing is known. */
void columns__write_unknown(const struct field *columns, FILE *file);

#endif
