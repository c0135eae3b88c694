/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints histories in formats for people and tools. */
#ifndef HOOKBENCH_REPORT_TABLES_HISTORY_PRINT_H
#define HOOKBENCH_REPORT_TABLES_HISTORY_PRINT_H

#include <stddef.h>
#include <stdio.h>

#include "report/verdicts/history.h"

struct history_format {
	const char *name;
	void (*print)(const struct history *histories, size_t n, enum history_order order,
		      FILE *file);
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct history_format history_formats[];

/* The row "csv". */
void history_print__csv(const struct history *histories, size_t n, enum history_order order,
			FILE *file);

#endif
