/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Defaults for what the command line leaves open. */
#ifndef HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H
#define HOOKBENCH_BENCH_MODEL_PLAN_DEFAULTS_H

#include "bench/model/plan.h"

/* As macros, since help texts name them. A clock without noise needs few rounds of few cycles. */
#define PLAN_EXACT_ROUNDS      2
#define PLAN_EXACT_CYCLES      300
#define PLAN_NANOSECOND_ROUNDS 60 /* many short trials: see docs/nanoseconds.md */
#define PLAN_NANOSECOND_CYCLES 500
/* In seconds; with --precision, unless --rounds or --max-time is given. */
#define PLAN_MAX_TIME_S 60

/*
 * Sets the clock, and fills in rounds, cycles and the time limit of a precision if they are 0. The
 * warm-up is always computed from the cycles.
 */
void plan__complete(struct plan *plan, enum clock_unit unit);
/*
 * Sets cycles and warm-up of a plan with fits_cycles: `between_ns` is what lies between two trials,
 * `cycle_ns` what a cycle takes. Short trials make more rounds in the same time, and noise differs
 * more between trials than within one; but where hooks are slow to attach, or cycles take next to
 * no time, nearly all of it would go by between them.
 */
void plan__fit_cycles(struct plan *plan, uint64_t between_ns, uint64_t cycle_ns);

#endif
