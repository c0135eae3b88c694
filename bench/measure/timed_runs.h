/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often a user's programs run within the operation that a workload times. A cycle has an
 * untimed part too, such as creating the file to unlink: a program that runs only there costs the
 * operation nothing.
 */
#ifndef HOOKBENCH_BENCH_MEASURE_TIMED_RUNS_H
#define HOOKBENCH_BENCH_MEASURE_TIMED_RUNS_H

#include "bench/measure/bench.h"

/*
 * Runs some operations of the workload under the attached hook of a user's object, and sets
 * `timed_runs` and `timed_operations` of its facts. The kernel's statistics of programs must be on.
 * Nothing is set if they cannot be read. 0 or -errno of the workload, logged.
 */
int timed_runs__count(const struct bench *bench, const struct hook *hook,
		      const struct workload *workload);

#endif
