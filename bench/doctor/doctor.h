/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a machine is fit to measure nanoseconds on, and the warnings at the start of a run. The
 * checks are in the table in checks.c; tune.c changes the settings among them.
 */
#ifndef HOOKBENCH_BENCH_DOCTOR_DOCTOR_H
#define HOOKBENCH_BENCH_DOCTOR_DOCTOR_H

#include <jansson.h>

#include "bench/doctor/check.h"

/*
 * At the start of a run: findings that disturb, from all checks that take no time. Returns a list
 * of strings such as "governor: powersave; better: performance".
 */
json_t *doctor__list_warnings(const struct machine *machine);
/* Logs them, in at most three lines. */
void doctor__warn(const json_t *warnings);

#endif
