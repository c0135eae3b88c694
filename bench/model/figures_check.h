/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the figures of a stored distribution are those of its cells. */
#ifndef HOOKBENCH_BENCH_MODEL_FIGURES_CHECK_H
#define HOOKBENCH_BENCH_MODEL_FIGURES_CHECK_H

#include <stddef.h>

#include "bench/model/distribution.h"

/*
 * Writes to `text` the first figure that contradicts the cells, which are in ticks, or what is
 * wrong with the cells; "" if nothing is, or there are no cells. A bucket does not tell everything:
 * within it, figures may be anything. `scratch` is a histogram without exact values, and `exact`
 * one with them; their content is lost. 0 or -ENOMEM, logged.
 */
int figures_check__cells(const struct distribution *d, enum clock_unit unit, double units_per_tick,
			 struct histogram *scratch, struct histogram *exact, char *text,
			 size_t size);

#endif
