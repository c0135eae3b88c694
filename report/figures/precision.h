/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a run is precise enough to stop adding rounds. */
#ifndef HOOKBENCH_REPORT_FIGURES_PRECISION_H
#define HOOKBENCH_REPORT_FIGURES_PRECISION_H

#include <stdbool.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* With fewer rounds, the precision is unknown. */
#define PRECISION_MIN_ROUNDS 10

/*
 * Whether half the width of every hook's interval is at most the plan's precision. Only the width
 * matters, not whether there is a difference: stopping as soon as one appears would produce
 * differences by chance. True for a plan without a precision.
 */
bool precision__is_reached(const struct run *run);

/* The same by its summary, for a run that no longer has its histograms. */
bool precision__is_reached_in(const struct run *run, const struct summary *summary);

/* The same for a run in progress, for struct run_context. */
bool precision__is_enough(const struct run *run);

#endif
