/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out what this kernel can do with a backend, and if nothing, why, and what would help. */
#ifndef HOOKBENCH_BENCH_MEASURE_CAPABILITY_H
#define HOOKBENCH_BENCH_MEASURE_CAPABILITY_H

#include "bench/hook/backend.h"
#include "bench/hook/payload.h"
#include "bench/measure/bench.h"
#include "bench/model/capability.h"
#include "bench/model/run.h"

/* Of a backend that was not tried yet. workload: NULL for a command. */
void capability__init(struct capability *c, const struct backend *backend,
		      const struct payload *payload, const struct workload *workload);
/* Fills in reason and remedy of a backend whose hook__open or hook__attach has just failed. */
void capability__explain(struct capability *c, const struct backend *backend,
			 const struct target *target, int err);
/* Fills them in if the backend cannot carry the payload: false then. */
bool capability__can_carry(struct capability *c, const struct backend *backend,
			   const struct payload *payload, const struct target *target,
			   const struct workload *workload);
/*
 * Attaches, fires a few times, and detaches: a hook that attaches but is never hit is no use. `run`
 * has the plan and the target. 0 with `c` filled in, or -errno, logged, if not even the workload
 * runs.
 */
int capability__probe(struct capability *c, const struct bench *bench, const struct run *run,
		      const char *name);

#endif
