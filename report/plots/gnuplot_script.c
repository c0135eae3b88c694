// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/gnuplot_script.h"

#include <stdio.h>

const char *gnuplot_script__line(struct backend_look look, char text[SCRIPT_LOOK_SIZE])
{
	snprintf(text, SCRIPT_LOOK_SIZE, "lc rgb 0x%06X dt %u", look.colour, look.dash);
	return text;
}

const char *gnuplot_script__mark(struct backend_look look, char text[SCRIPT_LOOK_SIZE])
{
	snprintf(text, SCRIPT_LOOK_SIZE, "lc rgb 0x%06X pt %u", look.colour, look.mark);
	return text;
}
