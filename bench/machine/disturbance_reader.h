/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the counts of what disturbs a trial: for a thread around its loop, for CPUs around all
 * loops.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_DISTURBANCE_READER_H
#define HOOKBENCH_BENCH_MACHINE_DISTURBANCE_READER_H

#include <sched.h>

#include "bench/model/disturbance.h"

/* The counts of a thread when its loop began. */
struct disturbance_start {
	struct disturbance counts;
	int cpu;
};

/* For the calling thread: called immediately before and after its loop. The CPUs' counts are 0. */
void disturbance__begin_thread(struct disturbance_start *start);
struct disturbance disturbance__end_thread(const struct disturbance_start *start);

/*
 * The counts since boot, summed over these CPUs, and those of this machine; the threads' counts are
 * 0. `root`: see sysfile.h. Every kind of interrupt in /proc/interrupts counts.
 */
struct disturbance disturbance__of_cpus(const char *root, const cpu_set_t *cpus);

#endif
