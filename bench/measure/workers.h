/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The threads of a trial: one per worker, each on its own CPU, all running at the same time. */
#ifndef HOOKBENCH_BENCH_MEASURE_WORKERS_H
#define HOOKBENCH_BENCH_MEASURE_WORKERS_H

#include <sched.h>
#include <stdint.h>

#include "bench/base/progress.h"
#include "bench/measure/bench.h"
#include "bench/model/counters.h"
#include "bench/model/disturbance.h"

/* What is observed of threads, in addition to what they record. */
struct observed {
	uint64_t start_ns, end_ns; /* start of the first loop, and end of the last */
	struct disturbance disturbance;
	struct counters counters;
};

extern const struct observed observed_nothing;

/* The CPUs that the workers run on. */
cpu_set_t workers__cpus(const struct bench *bench);
/*
 * Every worker runs `cycles` cycles of the workload, starting with empty histograms. Observations
 * are added to `observed`. 0; -EINTR if stopped; another -errno, logged.
 */
int workers__run(const struct bench *bench, const struct workload *workload, uint64_t cycles,
		 struct progress *progress, struct observed *observed);

#endif
