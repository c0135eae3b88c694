/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of fields (bench/model/fields.h) as CSV: a row is a struct, a column a field. As JSON has
 * the same tables, the two cannot differ. The unit of a column is the end of its name: _ns, or
 * _in_unit for that of the run's clock.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_COLUMNS_H
#define HOOKBENCH_REPORT_FIGURES_COLUMNS_H

#include <stdio.h>

#include "bench/model/fields.h"

/*
 * One line of a CSV file, without its end, as RFC 4180 has it; unknown values are empty. Call
 * them once for each table that a line is made of, then write a newline.
 */
void columns__write_header(const struct field *columns, FILE *file);
void columns__write_row(const struct field *columns, const void *row, FILE *file);

#endif
