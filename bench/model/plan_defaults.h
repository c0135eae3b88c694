/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a plan takes where the command line says nothing. */
#ifndef HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H
#define HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H

#include "bench/model/plan.h"

/*
 * Sets the clock, and fills in what is still 0: rounds, cycles and the time limit of a precision.
 * The warm-up always follows from the cycles.
 */
void plan__complete(struct plan *plan, enum clock_unit unit);

#endif
