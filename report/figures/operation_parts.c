// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/operation_parts.h"

#include <math.h>
#include <stdio.h>

const char operation_parts_meaning[] =
	"The fastest quarter of each trial's operations are those that nothing else on the core slowed down; "
	"the median speaks of all operations, and the cost, the overhead and all verdicts are made of it; "
	"the mean includes the slowest ones.";

static void format_part(char cell[CELL_SIZE], double value, struct interval interval)
{
	char middle[CELL_SIZE], low[CELL_SIZE], high[CELL_SIZE];

	if (!isfinite(value) || !isfinite(interval.low) || !isfinite(interval.high)) {
		snprintf(cell, CELL_SIZE, "-");
		return;
	}
	format__grouped(middle, value, true);
	format__grouped(low, interval.low, false);
	format__grouped(high, interval.high, false);
	snprintf(cell, CELL_SIZE, "%.18s [%.18s to %.18s]", middle, low, high);
}

bool operation_parts__format(const struct summary_row *row, struct operation_parts *parts)
{
	if ((row->reference && !row->control) ||
	    !isfinite(row->shift[SUMMARY_FASTEST].interval.low))
		return false;
	format_part(parts->fastest, row->shift[SUMMARY_FASTEST].value,
		    row->shift[SUMMARY_FASTEST].interval);
	format_part(parts->median, row->overhead, (struct interval){ row->low, row->high });
	format_part(parts->mean, row->shift[0].value, row->shift[0].interval);
	return true;
}

bool operation_parts__are_known(const struct run *run, const struct summary *summary)
{
	struct operation_parts parts;

	for (size_t i = 0; !plan__is_macro(&run->plan) && i < summary->n; i++)
		if (operation_parts__format(&summary->rows[i], &parts))
			return true;
	return false;
}
