/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Threads of the harness that go before the workload's, where both have one CPU.
 *
 * Some hooks run at every system call, and newer kernels let a thread be stopped inside their
 * program. Until it goes on, the kernel refuses every other hit of that program on the CPU, as if
 * it were recursion. So the workload may never stop a thread of the harness: were that inside, the
 * workload's hits would be lost.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_FIFO_PRIORITY_H
#define HOOKBENCH_BENCH_MACHINE_FIFO_PRIORITY_H

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

/* What the calling thread was before. */
struct fifo_priority {
	bool taken;
	int policy;
	struct sched_param parameters;
};

/*
 * From here on, the calling thread and those that it starts are let in at once and go on until they
 * wait, by SCHED_FIFO. With several CPUs, or where that is not allowed, nothing changes.
 */
void fifo_priority__take(struct fifo_priority *before);
void fifo_priority__give_back(const struct fifo_priority *before);
/* Threads that are started with these attributes are as the caller was before. */
void fifo_priority__refuse(const struct fifo_priority *before, pthread_attr_t *attributes);

#endif
