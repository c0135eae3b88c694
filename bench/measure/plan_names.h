/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets names in a plan from user input. Only names in this build's tables are accepted. */
#ifndef HOOKBENCH_BENCH_MEASURE_PLAN_NAMES_H
#define HOOKBENCH_BENCH_MEASURE_PLAN_NAMES_H

#include "bench/model/plan.h"

/*
 * Sets plan->backends from a comma-separated list, in which "all" stands for every backend for
 * the kind of function that the plan's workload calls. `none`
 * is always included. 0, or -EINVAL, logged with the known names.
 */
int plan__set_backends(struct plan *plan, const char *list);
/* The same for a single name. */
int plan__set_workload(struct plan *plan, const char *name);
int plan__set_payload(struct plan *plan, const char *name);
/* "none" is no hook. */
int plan__set_beside(struct plan *plan, const char *name);
/* As elsewhere__parse: of a backend that can be on many functions. */
int plan__set_elsewhere(struct plan *plan, const char *value);

#endif
