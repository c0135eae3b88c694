/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long the trials of a run are, if its plan leaves that open. */
#ifndef HOOKBENCH_BENCH_MEASURE_FIT_CYCLES_H
#define HOOKBENCH_BENCH_MEASURE_FIT_CYCLES_H

#include "bench/model/run.h"

/*
 * Sets the cycles of run->plan by what the probes have shown (see plan__fit_cycles), and says so:
 * the hook that is slowest to attach and detach decides for all. Nothing happens if the cycles were
 * given.
 */
void fit_cycles(struct run *run);

#endif
