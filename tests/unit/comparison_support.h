/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A comparison whose rows are made by hand, for the unit tests of what orders, says and prints it.
 */
#ifndef HOOKBENCH_TESTS_UNIT_COMPARISON_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_COMPARISON_SUPPORT_H

#include "tests/unit/support.h"

#include "report/verdicts/compare.h"
#include "report/verdicts/severity.h"

static struct comparison comparison;

/* In instructions, without an interval, as compare__make makes them. */
static inline struct comparison_row *add_row(const char *backend, double base, double new_value,
					     enum verdict verdict)
{
	struct comparison_row *row = &comparison.rows[comparison.n++];

	*row = (struct comparison_row){
		.base = base,
		.new_value = new_value,
		.difference = new_value - base,
		.percent = base > 0 ? 100 * (new_value - base) / base : NAN,
		.low = NAN,
		.high = NAN,
		.smallest_visible = NAN,
		.verdict = verdict,
		.is_cost = verdict == VERDICT_NONE,
	};
	strcpy(row->backend, backend);
	strcpy(row->verdict_name, verdict__name(verdict));
	if (verdict == VERDICT_REGRESSION)
		strcpy(row->severity, severity__name(severity__of(row->difference, row->percent,
								  comparison.unit)));
	comparison.verdict = verdict > comparison.verdict ? verdict : comparison.verdict;
	return row;
}

static inline void comparison_begin(void)
{
	comparison = (struct comparison){ .unit = CLOCK_INSTRUCTIONS, .caveat = "" };
}

#endif
