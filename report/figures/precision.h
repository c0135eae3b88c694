/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a run is precise enough: when rounds need no longer be added. */
#ifndef HOOKBENCH_REPORT_FIGURES_PRECISION_H
#define HOOKBENCH_REPORT_FIGURES_PRECISION_H

#include <stdbool.h>

#include "bench/model/run.h"

/* With fewer rounds nobody knows how precise they are. */
#define PRECISION_MIN_ROUNDS 10

/*
 * Whether half of every hook's interval is at most the plan's precision. It asks for width alone,
 * and never whether there is a difference: stopping when there seems to be one would find one by
 * chance. True for a plan without a precision.
 */
bool precision__is_reached(const struct run *run);

/* The same, of a run that is going on, for struct run_context. */
bool precision__is_enough(const struct run *run);

#endif
