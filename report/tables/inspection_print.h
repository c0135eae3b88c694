/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what kernels make of the users' programs; see execute__inspect. */
#ifndef HOOKBENCH_REPORT_TABLES_INSPECTION_PRINT_H
#define HOOKBENCH_REPORT_TABLES_INSPECTION_PRINT_H

#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"

struct inspection_format {
	const char *name;
	/* `n` runs of the same programs, one a kernel. */
	void (*print)(const struct run *runs, size_t n, FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. */
extern const struct inspection_format inspection_formats[];

#endif
