// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/gnuplot_script.h"

/*
 * Okabe and Ito's palette (https://jfly.uni-koeln.de/color/) without yellow, which is too light for
 * lines, and grey for the reference. With seven colours and five dashes, no combination repeats
 * within 35 lines.
 */
#define GREY	  0x777777
#define LIGHTGREY 0xA0A0A0
#define BLUE	  0x0072B2
#define RED	  0xD55E00
#define GREEN	  0x009E73
#define PURPLE	  0xCC79A7
#define ORANGE	  0xE69F00
#define LIGHTBLUE 0x56B4E9
#define BROWN	  0x8C5A2B

#define LOOK(colour, dash, mark) LOOK_OF(colour, dash, mark)
#define LOOK_OF(colour, dash, mark)                                                    \
	{                                                                              \
		colour, "lc rgb " #colour " dt " #dash, "lc rgb " #colour " pt " #mark \
	}

static const struct {
	unsigned int colour;
	const char *line, *mark;
} looks[] = {
	LOOK(GREY, 1, 1),   LOOK(LIGHTGREY, 3, 2), LOOK(BLUE, 1, 7),	  LOOK(RED, 2, 5),
	LOOK(GREEN, 3, 9),  LOOK(PURPLE, 4, 13),   LOOK(ORANGE, 5, 6),	  LOOK(LIGHTBLUE, 1, 4),
	LOOK(BROWN, 2, 8),  LOOK(BLUE, 3, 12),	   LOOK(RED, 4, 7),	  LOOK(GREEN, 5, 5),
	LOOK(PURPLE, 1, 9), LOOK(ORANGE, 2, 13),   LOOK(LIGHTBLUE, 3, 6), LOOK(BROWN, 4, 4),
	LOOK(BLUE, 5, 8),
};

#define LOOKS (sizeof(looks) / sizeof(*looks))

/* Only the reference and the control are grey. */
static size_t look_of(size_t i)
{
	return i < SCRIPT_LOOK_HOOKS
		       ? i
		       : SCRIPT_LOOK_HOOKS + (i - SCRIPT_LOOK_HOOKS) % (LOOKS - SCRIPT_LOOK_HOOKS);
}

const char *gnuplot_script__line(size_t i)
{
	return looks[look_of(i)].line;
}

const char *gnuplot_script__mark(size_t i)
{
	return looks[look_of(i)].mark;
}

unsigned int gnuplot_script__colour(size_t i)
{
	return looks[look_of(i)].colour;
}
