/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in a plan, as a person gives them: only those that this build's tables have. */
#ifndef HOOKBENCH_BENCH_MEASURE_PLAN_NAMES_H
#define HOOKBENCH_BENCH_MEASURE_PLAN_NAMES_H

#include "bench/model/plan.h"

/*
 * Puts a comma-separated list in plan->backends, where "all" is each that there is; `none` is
 * always in it. 0, or -EINVAL, logged with the names that there are.
 */
int plan__set_backends(struct plan *plan, const char *list);
/* The same of a single name. */
int plan__set_workload(struct plan *plan, const char *name);
int plan__set_payload(struct plan *plan, const char *name);

#endif
