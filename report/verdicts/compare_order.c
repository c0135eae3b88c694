// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/compare_order.h"

#include <math.h>

/* How much it changed; what cannot be divided by nothing changed most. */
static double size_of(const struct comparison_row *row)
{
	return isfinite(row->percent) ? fabs(row->percent) : INFINITY;
}

bool compare_order__is_before(const struct comparison_row *a, const struct comparison_row *b)
{
	if (a->verdict != b->verdict)
		return a->verdict > b->verdict;
	return size_of(a) > size_of(b);
}

void compare_order__sort(const struct comparison *c, const struct comparison_row **rows)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t at = i;

		for (; at && compare_order__is_before(&c->rows[i], rows[at - 1]); at--)
			rows[at] = rows[at - 1];
		rows[at] = &c->rows[i];
	}
}
