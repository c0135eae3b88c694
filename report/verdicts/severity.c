// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/severity.h"

#include <math.h>

static const struct {
	const char *name;
	double percent, instructions; /* at least */
} levels[] = {
	[SEVERITY_NONE] = { "", 0, 0 },
	[SEVERITY_SLIGHT] = { "slight", 0, 0 },
	[SEVERITY_MODERATE] = { "moderate", 1, 3 },
	[SEVERITY_SEVERE] = { "severe", 10, 10 },
};

/* How much it changed; what cannot be divided by nothing changed most. */
static double size_of(const struct comparison_row *row)
{
	return isfinite(row->percent) ? fabs(row->percent) : INFINITY;
}

enum severity severity__of(const struct comparison_row *row, enum clock_unit unit)
{
	enum severity severity = SEVERITY_SEVERE;

	if (row->verdict != VERDICT_REGRESSION)
		return SEVERITY_NONE;
	if (!isfinite(row->difference))
		return SEVERITY_SEVERE;
	while (severity > SEVERITY_SLIGHT &&
	       (size_of(row) < levels[severity].percent ||
		(unit == CLOCK_INSTRUCTIONS && row->difference < levels[severity].instructions)))
		severity--;
	return severity;
}

const char *severity__name(enum severity severity)
{
	return levels[severity].name;
}

bool severity__is_before(const struct comparison_row *a, const struct comparison_row *b)
{
	if (a->verdict != b->verdict)
		return a->verdict > b->verdict;
	return size_of(a) > size_of(b);
}

void severity__sort(const struct comparison *c, const struct comparison_row **rows)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t at = i;

		for (; at && severity__is_before(&c->rows[i], rows[at - 1]); at--)
			rows[at] = rows[at - 1];
		rows[at] = &c->rows[i];
	}
}
