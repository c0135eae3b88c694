// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/verdict_colour.h"

enum text_colour verdict_colour(enum verdict verdict)
{
	static const enum text_colour colours[] = {
		[VERDICT_NONE] = COLOUR_ASIDE,
		[VERDICT_UNJUDGED] = COLOUR_ASIDE,
		[VERDICT_SAME] = COLOUR_OFF,
		[VERDICT_NEW] = COLOUR_OFF,
		[VERDICT_IMPROVEMENT] = COLOUR_GOOD,
		[VERDICT_INCONCLUSIVE] = COLOUR_UNSURE,
		[VERDICT_NOT_COMPARABLE] = COLOUR_UNSURE,
		[VERDICT_REGRESSION] = COLOUR_BAD,
	};

	return colours[verdict];
}
