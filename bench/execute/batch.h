/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures several kernels or plans, some of them at the same time, each in a separate VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_BATCH_H
#define HOOKBENCH_BENCH_EXECUTE_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/execute/execute.h"
#include "bench/model/run.h"

#define BATCH_MAX_JOBS 64 /* at a time */

struct batch_job {
	const char *name;  /* before each of its messages */
	struct job job;	   /* the kernel that it names is ignored */
	const char *image; /* path of a kernel image */
	/* Set when the job has finished. */
	int err;	     /* of execute__measure_image */
	bool machine_failed; /* this machine is to blame for it: see machine_failure.h */
	struct run run;
	char reason[512]; /* the first error logged; "" if there was none */
	uint64_t elapsed_ns;
};

/* Called for each finished job, in the thread that called batch__run, where a failure of the
 * machine is noted before. */
typedef void (*batch_finished)(struct batch_job *job, void *context);

/*
 * Measures all jobs, at most `parallel` at a time. A job's messages are logged together when it has
 * finished. 0; or -EINTR if interrupted, which is then also the `err` of unfinished jobs. The
 * caller frees the runs.
 */
int batch__run(struct batch_job *jobs, size_t n, unsigned int parallel, batch_finished finished,
	       void *context);

/*
 * The default number of jobs at a time: one per CPU for instructions, which are not affected by
 * other VMs; else one.
 */
unsigned int batch__default_parallel(const struct where *where);

#endif
