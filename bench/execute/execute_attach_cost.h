/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_COST_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_COST_H

#include "bench/model/attach_cost.h"
#include "bench/vm/where.h"

/*
 * Measures on the running kernel or in a VM what attaching costs; the plan's unit is set here. 0 or
 * -errno, logged. Free `cost` in all cases.
 */
int execute_attach_cost__measure(struct attach_cost_plan *plan, const struct where *where,
				 struct attach_cost *cost);

#endif
