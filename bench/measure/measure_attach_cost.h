/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures on the running kernel what attaching itself costs. */
#ifndef HOOKBENCH_BENCH_MEASURE_MEASURE_ATTACH_COST_H
#define HOOKBENCH_BENCH_MEASURE_MEASURE_ATTACH_COST_H

#include "bench/measure/run_context.h"
#include "bench/model/attach_cost.h"

/* The backends that it knows, separated by ", ". */
void attach_cost__list_backends(char *text, size_t size);
/*
 * Adds a backend to the plan, after those that it has. 0; -EINVAL, logged, if it is not one that
 * can be measured, or there already.
 */
int attach_cost_plan__add(struct attach_cost_plan *plan, const char *backend);
/*
 * Measures. What the kernel refuses is a trial with the reason. 0; -EINTR if stopped; another
 * -errno, logged. Free `cost` in all cases.
 */
int attach_cost__measure(const struct attach_cost_plan *plan, const struct run_context *context,
			 struct attach_cost *cost);

#endif
