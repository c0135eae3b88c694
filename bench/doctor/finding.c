// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/finding.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *fitness__name(enum fitness fitness)
{
	const char *const names[] = {
		[FITNESS_OK] = "ok",
		[FITNESS_ADVICE] = "advice",
		[FITNESS_WARNING] = "warning",
		[FITNESS_UNKNOWN] = "unknown",
	};

	return names[fitness];
}

void finding__set(struct finding *finding, enum fitness fitness, const char *now,
		  const char *reason, ...)
{
	va_list args;

	finding->fitness = fitness;
	snprintf(finding->now, sizeof(finding->now), "%s", now);
	va_start(args, reason);
	vsnprintf(finding->reason, sizeof(finding->reason), reason, args);
	va_end(args);
}

void finding__set_unreadable(struct finding *finding, int err)
{
	if (err != -EPERM && err != -EACCES)
		finding__set(finding, FITNESS_UNKNOWN, "", "cannot be read: %s", strerror(-err));
	else
		finding__set(finding, FITNESS_UNKNOWN, "",
			     geteuid() ? "only root may read it"
				       : "the kernel is locked down and hides it");
}
