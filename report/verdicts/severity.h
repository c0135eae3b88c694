/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How bad a regression is, and what of a comparison is read first. One instruction more is a
 * regression, of 140 or of 14,000; but it is not the news that a third more is.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_SEVERITY_H
#define HOOKBENCH_REPORT_VERDICTS_SEVERITY_H

#include "report/verdicts/compare.h"

enum severity {
	SEVERITY_NONE, /* no regression */
	SEVERITY_SLIGHT,
	SEVERITY_MODERATE, /* at least 1 % of what it was; and 3 instructions, if they are counted
			    */
	SEVERITY_SEVERE,   /* at least 10 %, and 10 instructions; or it does not attach any more */
};

enum severity severity__of(const struct comparison_row *row, enum clock_unit unit);
/* "slight", ...; "" for none. */
const char *severity__name(enum severity severity);
/* Whether `a` is read before `b`. */
bool severity__is_before(const struct comparison_row *a, const struct comparison_row *b);
/*
 * All rows in the order in which they are read: regressions, what could not be judged, the rest.
 * Of those with the same verdict, the largest change in per cent is first. `rows` has room for all.
 */
void severity__sort(const struct comparison *comparison, const struct comparison_row **rows);

#endif
