/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries a plan out where it is wanted: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_H

#include "bench/model/run.h"
#include "bench/vm/where.h"

/* What is measured, and where. */
struct job {
	const struct plan *plan; /* as given; completed here, by the clock that there is */
	const struct where *where;
	bool explain; /* count where instructions are spent; in exact mode */
	/* With a plan that has a precision: whether the rounds so far are enough; NULL: never. */
	bool (*is_enough)(const struct run *run);
};

/* How far a measurement is; see progress.h. */
struct observer {
	progress_fn progress;
	void *context;
};

/*
 * As run__measure, in a VM with the kernel in the file `image`, whatever kernel the job names. For
 * threads that measure several at once.
 */
int execute__measure_image(const struct job *job, const char *image, struct observer observer,
			   struct run *run);
/* Whether a VM could be started with it; as vm__check. */
int execute__check_image(const struct job *job, const char *image);
/* What of the VM would be stored with the run; see vm__describe. */
json_t *execute__describe_vm(const struct job *job, const char *image);

/* As run__measure and run__probe; errors of the VM are as in vm__run. Free `run` in every case. */
int execute__measure(const struct job *job, struct run *run);
int execute__probe(const struct job *job, struct run *run);
/* Boots the kernel to power-off, without measuring. 0 or -errno, logged. */
int execute__boot(const struct job *job);

#endif
