/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints a comparison in formats for people and tools. */
#ifndef HOOKBENCH_REPORT_TABLES_COMPARE_PRINT_H
#define HOOKBENCH_REPORT_TABLES_COMPARE_PRINT_H

#include <stdio.h>

#include "report/verdicts/compare.h"

/* Names of the runs for headings: the paths that they were read from. */
struct comparison_names {
	const char *base, *new_run;
};

struct comparison_format {
	const char *name;
	const char *help;
	void (*print)(const struct comparison *comparison, struct comparison_names names,
		      FILE *file);
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct comparison_format comparison_formats[];

#endif
