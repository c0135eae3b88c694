/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the clock of a run counts. The clock itself is in bench/machine/clock.h. */
#ifndef HOOKBENCH_BENCH_MODEL_CLOCK_UNIT_H
#define HOOKBENCH_BENCH_MODEL_CLOCK_UNIT_H

#include <stdbool.h>

enum clock_unit {
	CLOCK_INSTRUCTIONS, /* exact mode: one tick is one guest instruction */
	CLOCK_NANOSECONDS,
};

/* "instructions" or "nanoseconds", as stored. */
const char *clock_unit__name(enum clock_unit unit);
/* Finds the unit of that name; false if it is unknown. */
bool clock_unit__find(const char *name, enum clock_unit *unit);

#endif
