/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints the explanation of a run, or of the difference between two, for people and for programs.
 */
#ifndef HOOKBENCH_REPORT_TABLES_EXPLANATION_PRINT_H
#define HOOKBENCH_REPORT_TABLES_EXPLANATION_PRINT_H

#include <stdio.h>

#include "report/verdicts/explanation.h"

struct explanation_format {
	const char *name;
	void (*print)(const struct explanation *e, FILE *file);
	/* The change from one kernel to the other. */
	void (*print_change)(const struct explanation *before, const struct explanation *after,
			     FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. */
extern const struct explanation_format explanation_formats[];

/*
 * Writes stacks in the format of flame graph tools, with lines "caller;function INSTRUCTIONS":
 * `folder`/BACKEND.folded for each backend, and `folder`/BACKEND-none.folded for the difference
 * from `none`, without stacks that became cheaper. Creates the folder. 0, or -errno, logged.
 */
int explanation__write_folded(const struct explanation *e, const char *folder);

#endif
