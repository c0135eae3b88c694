// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/severity.h"

#include <math.h>

static const struct {
	const char *name;
	double percent, instructions; /* at least */
} levels[] = {
	[SEVERITY_SLIGHT] = { "slight", 0, 0 },
	[SEVERITY_MODERATE] = { "moderate", 1, 3 },
	[SEVERITY_SEVERE] = { "severe", 10, 10 },
};

enum severity severity__of(double difference, double percent, enum clock_unit unit)
{
	enum severity severity = SEVERITY_SEVERE;

	if (!isfinite(difference))
		return SEVERITY_SEVERE;
	while (severity > SEVERITY_SLIGHT &&
	       ((isfinite(percent) && percent < levels[severity].percent) ||
		(unit == CLOCK_INSTRUCTIONS && difference < levels[severity].instructions)))
		severity--;
	return severity;
}

const char *severity__name(enum severity severity)
{
	return levels[severity].name;
}
