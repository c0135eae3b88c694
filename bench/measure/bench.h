/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the trials of a run share: the plan, the clock, and the workers with their histograms. */
#ifndef HOOKBENCH_BENCH_MEASURE_BENCH_H
#define HOOKBENCH_BENCH_MEASURE_BENCH_H

#include <signal.h>
#include <stdint.h>

#include "bench/base/progress.h"
#include "bench/hook/arms.h"
#include "bench/hook/hook.h"
#include "bench/hook/payload.h"
#include "bench/machine/clock.h"
#include "bench/machine/cpus.h"
#include "bench/machine/perf_counters.h"
#include "bench/machine/scratch.h"
#include "bench/model/plan.h"
#include "bench/model/run.h"
#include "bench/model/target.h"
#include "workloads/workload.h"

struct bench {
	const struct plan *plan;
	const struct clock *clock;
	/*
	 * The workload for which workers keep state; other workloads in trials must not need any.
	 */
	const struct workload *workload;
	const struct payload *payload;
	const struct target *target;
	const struct cpus *cpus;	     /* worker i runs on the i-th CPU */
	const struct perf_counter *counters; /* the events counted; NULL: none */
	const volatile sig_atomic_t *stop;
	progress_fn progress;
	void *progress_context;
	/* Called after attaching, before the kernel settles; may be NULL. */
	void (*attached)(void *context);
	void *attached_context;
	struct worker *workers; /* plan->threads of them */
	struct hook_memory *memory;
	const struct arms *arms; /* of the plan's programs; NULL: it has none */
	/* With the trials before this one: see trial_run.h. NULL: there are none. */
	const struct run *run;
};

/* Creates the workers. 0, or -errno, logged, with nothing to close. */
int bench__open(struct bench *bench, const struct scratch *scratch);
void bench__close(struct bench *bench);
/* From the next trial on, each thread starts cycles at this rate; 0: as fast as possible. */
void bench__set_pace(struct bench *bench, uint64_t rate_hz);
/* Resets the workers' histograms, for `cycles` cycles. */
void bench__reset(const struct bench *bench, uint64_t cycles);
/*
 * Checks the workers. 0; -EINTR if stopped; the -errno of the first worker whose workload failed,
 * logged.
 */
int bench__check(const struct bench *bench, const struct workload *workload);

#endif
