/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a machine is fit to measure nanoseconds on, and what a run says about it at its start.
 * What is checked stands in the table in checks.c; tune.c sets what of it may be set.
 */
#ifndef HOOKBENCH_BENCH_DOCTOR_DOCTOR_H
#define HOOKBENCH_BENCH_DOCTOR_DOCTOR_H

#include <jansson.h>

#include "bench/doctor/check.h"

/*
 * At the start of a run: what disturbs, as far as that is found out at once; a list of texts such
 * as "governor: powersave; better: performance".
 */
json_t *doctor__list_warnings(const struct machine *machine);
/* Warns of them, in at most three lines. */
void doctor__warn(const json_t *warnings);

#endif
