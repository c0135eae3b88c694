/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The threads of a trial: one a worker, each on its CPU, all of them at the same time. */
#ifndef HOOKBENCH_BENCH_MEASURE_WORKERS_H
#define HOOKBENCH_BENCH_MEASURE_WORKERS_H

#include <sched.h>
#include <stdint.h>

#include "bench/base/progress.h"
#include "bench/measure/bench.h"
#include "bench/model/counters.h"
#include "bench/model/disturbance.h"

/* What is seen of threads beside what they record. */
struct observed {
	uint64_t start_ns, end_ns; /* of the first loop to begin, and of the last to end */
	struct disturbance disturbance;
	struct counters counters;
};

extern const struct observed observed_nothing;

/* On which the workers run. */
cpu_set_t workers__cpus(const struct bench *bench);
/*
 * Every worker runs `cycles` cycles of the workload, from empty histograms. What is seen of the
 * threads is added to `observed`. 0; -EINTR if stopped; another -errno, logged.
 */
int workers__run(const struct bench *bench, const struct workload *workload, uint64_t cycles,
		 struct progress *progress, struct observed *observed);

#endif
