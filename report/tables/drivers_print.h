/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the drivers of a run, or the difference between two runs, for people and for programs. */
#ifndef HOOKBENCH_REPORT_TABLES_DRIVERS_PRINT_H
#define HOOKBENCH_REPORT_TABLES_DRIVERS_PRINT_H

#include <stdio.h>

#include "report/verdicts/drivers.h"

struct drivers_format {
	const char *name;
	void (*print)(const struct drivers *drivers, FILE *file);
	/* The change from one kernel to the other. */
	void (*print_change)(const struct drivers *before, const struct drivers *after, FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. The names of explanation_formats.
 */
extern const struct drivers_format drivers_formats[];

#endif
