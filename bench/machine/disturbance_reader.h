/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what disturbs a trial: of a thread around its loop, and of the CPUs around all of them. */
#ifndef HOOKBENCH_BENCH_MACHINE_DISTURBANCE_READER_H
#define HOOKBENCH_BENCH_MACHINE_DISTURBANCE_READER_H

#include <sched.h>

#include "bench/model/disturbance.h"

/* What a thread was at when its loop began. */
struct disturbance_start {
	struct disturbance counts;
	int cpu;
};

/* Of the calling thread: the first and the last thing around its loop. The CPUs' counts are 0. */
void disturbance__begin_thread(struct disturbance_start *start);
struct disturbance disturbance__end_thread(const struct disturbance_start *start);

/*
 * The counts of these CPUs since boot, summed, and of this machine; the threads' are 0. `root` is
 * as in sysfile.h. An interrupt that is there in `root`'s /proc/interrupts counts, whatever its
 * kind.
 */
struct disturbance disturbance__of_cpus(const char *root, const cpu_set_t *cpus);

#endif
