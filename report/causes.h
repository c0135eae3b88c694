/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions to which a regression goes back, where both runs were explained. */
#ifndef HOOKBENCH_REPORT_CAUSES_H
#define HOOKBENCH_REPORT_CAUSES_H

#include "report/compare.h"
#include "report/explanation.h"

/*
 * Adds to the note of each backend that costs more on the new run the functions that add most to
 * the difference. NULL, for a run that was not explained: nothing is added.
 */
void causes__add(struct comparison *comparison, const struct explanation *base,
		 const struct explanation *new_run);
/* The same of stored runs, each a folder or its result.json; what is not explained is no error. */
void causes__add_stored(struct comparison *comparison, const char *base, const char *new_run);

#endif
