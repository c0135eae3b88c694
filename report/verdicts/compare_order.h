/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In which order the rows of a comparison are read: the worst first. */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARE_ORDER_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARE_ORDER_H

#include "report/verdicts/compare.h"

/* Whether `a` is read before `b`. */
bool compare_order__is_before(const struct comparison_row *a, const struct comparison_row *b);
/*
 * All rows: regressions, what could not be judged, the rest. Of those with the same verdict, the
 * largest change in per cent is first. `rows` has room for all.
 */
void compare_order__sort(const struct comparison *comparison, const struct comparison_row **rows);

#endif
