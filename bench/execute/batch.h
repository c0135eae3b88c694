/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several kernels or plans measured, some of them at the same time, each in a VM of its own. */
#ifndef HOOKBENCH_BENCH_EXECUTE_BATCH_H
#define HOOKBENCH_BENCH_EXECUTE_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "bench/execute/execute.h"
#include "bench/model/run.h"

#define BATCH_MAX_JOBS 64 /* at a time */

struct batch_job {
	const char *name;  /* in front of its messages */
	struct job job;	   /* whatever kernel it names */
	const char *image; /* path of a kernel image */
	/* Set when it has finished. */
	int err; /* of execute__measure_image */
	struct run run;
	char reason[512]; /* the first error that was logged; "" if none was */
	uint64_t elapsed_ns;
};

/* Called for each job that has finished, in the thread that called batch__run. */
typedef void (*batch_finished)(struct batch_job *job, void *context);

/*
 * Measures all jobs, at most `parallel` of them at a time. A job's messages are logged together
 * when it has finished. 0, or -EINTR if stopped: jobs that had not finished then have this as their
 * `err`. Whoever calls frees the runs.
 */
int batch__run(struct batch_job *jobs, size_t n, unsigned int parallel, batch_finished finished,
	       void *context);

/*
 * How many to measure at a time by default: one per CPU for instructions, which do not disturb each
 * other; else one.
 */
unsigned int batch__default_parallel(const struct where *where);

#endif
