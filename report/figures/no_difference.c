// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/no_difference.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "report/figures/format.h"

void no_difference__format(const struct run *run, const struct summary_row *row,
			   char text[NO_DIFFERENCE_SIZE])
{
	const bool is_time = run->unit == CLOCK_NANOSECONDS;
	char open[CELL_SIZE];

	text[0] = '\0';
	if (row->reference || row->differs)
		return;
	format__grouped(open, summary_row__left_open(row), false);
	if (row->low > 0 || row->high < 0)
		snprintf(
			text, NO_DIFFERENCE_SIZE,
			"%s: its interval excludes 0, but not after correction for several hooks: more rounds may decide.",
			row->backend);
	else if (!isfinite(row->low))
		snprintf(text, NO_DIFFERENCE_SIZE,
			 "%s: too few rounds for an interval; use --rounds 6 or more.",
			 row->backend);
	else if (!is_time)
		snprintf(text, NO_DIFFERENCE_SIZE, "%s: no difference from none.", row->backend);
	else if (summary_row__is_noisy(row))
		snprintf(
			text, NO_DIFFERENCE_SIZE,
			"%s: too noisy to tell: up to %s ns cannot be excluded. More rounds (--precision 50ns --max-time 120), hookbench doctor, isolated CPUs (isolcpus=), or exact mode (--kernel) can tell.",
			row->backend, open);
	else
		snprintf(text, NO_DIFFERENCE_SIZE,
			 "%s: no difference from none, of more than %s ns.", row->backend, open);
}
