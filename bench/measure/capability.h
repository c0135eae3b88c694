/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Probes whether this kernel supports a backend, and if not, finds the reason and the remedy. */
#ifndef HOOKBENCH_BENCH_MEASURE_CAPABILITY_H
#define HOOKBENCH_BENCH_MEASURE_CAPABILITY_H

#include "bench/hook/backend.h"
#include "bench/hook/payload.h"
#include "bench/measure/bench.h"
#include "bench/model/capability.h"
#include "bench/model/run.h"

/* Cycles of the trials that probe a backend, and of their warm-up, which proves its hits. */
#define PROBE_CYCLES 100

/* Initialises a capability that was not probed yet. workload: NULL for a command. */
void capability__init(struct capability *c, const struct backend *backend,
		      const struct payload *payload, const struct workload *workload);
/* Sets reason and remedy after hook__open or hook__attach has failed. */
void capability__explain(struct capability *c, const struct backend *backend,
			 const struct payload *payload, const struct target *target, int err);
/*
 * If the hook would attach on this machine, but never fire, sets reason and remedy and returns
 * false. For commands, which need not hit a hook; a workload proves it.
 */
bool capability__can_fire(struct capability *c, const struct backend *backend,
			  const struct payload *payload);
/* If the backend cannot carry the payload, sets reason and remedy and returns false. */
bool capability__can_carry(struct capability *c, const struct backend *backend,
			   const struct payload *payload, const struct target *target,
			   const struct workload *workload);
/*
 * What can be said without attaching: whether it may be available. `run` has the plan and the
 * target.
 */
bool capability__may_be(struct capability *c, const struct backend *backend,
			const struct bench *bench, const struct run *run);
/*
 * Sets whether it is available by one of its trials, which ended with `err`. 0, or an err that is
 * not the backend's.
 */
int capability__judge(struct capability *c, const struct bench *bench, const struct run *run,
		      const struct trial *trial, int err);
/*
 * Attaches, runs a few operations, and detaches: a hook that attaches but is never hit does not
 * count as available. 0 with `c` set; or -errno, logged, if the
 * workload itself fails.
 */
int capability__probe(struct capability *c, const struct bench *bench, const struct run *run,
		      const char *name);

#endif
