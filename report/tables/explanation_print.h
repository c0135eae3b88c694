/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What explains a run, or the difference of two, for people and for programs. */
#ifndef HOOKBENCH_REPORT_TABLES_EXPLANATION_PRINT_H
#define HOOKBENCH_REPORT_TABLES_EXPLANATION_PRINT_H

#include <stdio.h>

#include "report/verdicts/explanation.h"

struct explanation_format {
	const char *name;
	void (*print)(const struct explanation *e, FILE *file);
	/* What changed from one kernel to the other. */
	void (*print_change)(const struct explanation *before, const struct explanation *after,
			     FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. */
extern const struct explanation_format explanation_formats[];

/*
 * Stacks as flame graph tools read them, a line "caller;function INSTRUCTIONS": of each backend in
 * `folder`/BACKEND.folded, and less those of `none` in `folder`/BACKEND-none.folded, which leaves
 * out what became cheaper. Makes the folder. 0, or -errno, logged.
 */
int explanation__write_folded(const struct explanation *e, const char *folder);

#endif
