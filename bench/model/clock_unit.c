// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/clock_unit.h"

#include <string.h>

static const char *const names[] = {
	[CLOCK_INSTRUCTIONS] = "instructions",
	[CLOCK_NANOSECONDS] = "nanoseconds",
};

const char *clock_unit__name(enum clock_unit unit)
{
	return names[unit];
}

bool clock_unit__find(const char *name, enum clock_unit *unit)
{
	for (unsigned int i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*unit = i;
		return true;
	}
	return false;
}
