/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The drivers of a trial: what the instructions and accesses of its operation are. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_DRIVERS_OF_TRIAL_H
#define HOOKBENCH_BENCH_EXPLAIN_DRIVERS_OF_TRIAL_H

#include <jansson.h>

#include "bench/explain/classify.h"
#include "bench/explain/profile.h"
#include "bench/model/symbols.h"
#include "bench/model/trial.h"

/*
 * A trial of drivers.json; see results/README.md. The profile must have accesses, unless nothing
 * was counted in it. 0, or -errno, logged, with no JSON.
 */
int drivers_of_trial__make(const struct trial *t, const struct profile *p,
			   const struct symbols *const *symbols, struct classifier *classifier,
			   json_t **json);

#endif
