/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Defaults for what the command line leaves open. */
#ifndef HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H
#define HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H

#include "bench/model/plan.h"

/*
 * Sets the clock, and fills in rounds, cycles and the time limit of a precision if they are 0. The
 * warm-up is always computed from the cycles.
 */
void plan__complete(struct plan *plan, enum clock_unit unit);

#endif
