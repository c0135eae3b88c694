/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints a matrix in formats for people and tools. */
#ifndef HOOKBENCH_REPORT_TABLES_MATRIX_PRINT_H
#define HOOKBENCH_REPORT_TABLES_MATRIX_PRINT_H

#include <stdio.h>

#include "bench/model/fields.h"
#include "report/verdicts/matrix.h"

struct matrix_format {
	const char *name;
	void (*print)(const struct matrix *matrix, FILE *file);
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct matrix_format matrix_formats[];
/* As CSV. */
extern const struct field matrix_columns[];

#endif
