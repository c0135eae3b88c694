/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints a matrix a driver: what each backend adds on each kernel. */
#ifndef HOOKBENCH_REPORT_TABLES_DRIVERS_MATRIX_PRINT_H
#define HOOKBENCH_REPORT_TABLES_DRIVERS_MATRIX_PRINT_H

#include <stdio.h>

#include "report/verdicts/drivers.h"
#include "report/verdicts/matrix.h"

struct drivers_matrix_format {
	const char *name;
	/* drivers: of each row of the matrix; with n == 0, the row has none. */
	void (*print)(const struct matrix *matrix, const struct drivers *drivers, FILE *file);
	bool is_alone; /* the format has room for one table only, so that the matrix is not printed
			*/
};

/* Ends with a row whose name is NULL. The names of matrix_formats. */
extern const struct drivers_matrix_format drivers_matrix_formats[];

#endif
