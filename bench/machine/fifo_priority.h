/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gives the harness's threads priority over the workload's where they share one CPU.
 *
 * Some hooks run at every system call, and newer kernels can preempt a thread inside the BPF
 * program. Until that thread continues, the kernel rejects every other hit of the program on this
 * CPU as recursion. So the workload must never preempt a thread of the harness: if that thread were
 * inside the program, hits of the workload would be lost.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_FIFO_PRIORITY_H
#define HOOKBENCH_BENCH_MACHINE_FIFO_PRIORITY_H

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

/* The previous scheduling of the calling thread. */
struct fifo_priority {
	bool taken;
	int policy;
	struct sched_param parameters;
};

/*
 * From now on, the calling thread and threads that it starts run under SCHED_FIFO: at once, and
 * until they wait. With several CPUs, or without permission, this does nothing.
 */
void fifo_priority__take(struct fifo_priority *before);
void fifo_priority__give_back(const struct fifo_priority *before);
/* Threads started with these attributes have the caller's previous scheduling. */
void fifo_priority__refuse(const struct fifo_priority *before, pthread_attr_t *attributes);

#endif
