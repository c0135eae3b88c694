/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries out a plan on the running kernel or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_H

#include "bench/execute/observer.h"
#include "bench/model/explain_json.h"
#include "bench/model/program_files.h"
#include "bench/model/run.h"
#include "bench/vm/kept_vm.h"
#include "bench/vm/where.h"

/* What to measure, and where. */
struct job {
	const struct plan *plan; /* as given; completed here, depending on the clock */
	const struct where *where;
	enum explain_depth explain; /* of exact mode only */
	/* For a plan with a precision: whether there are enough rounds; NULL: never. */
	bool (*is_enough)(const struct run *run);
	const struct program_files *programs; /* the user's own; NULL: none */
	struct kept_vm *kept; /* the guest that jobs may share; NULL: each has its own */
};

/*
 * Like run__measure, in a VM with the kernel image `image`; the kernel that the job names is
 * ignored. For threads that measure several at once. A source that does not compile for this kernel
 * is not available, if there is something else to measure.
 */
int execute__measure_image(const struct job *job, const char *image, struct observer observer,
			   struct run *run);
/* Checks that a VM can be started with the image; see vm__check. */
int execute__check_image(const struct job *job, const char *image);
/* The facts about the VM that would be stored with the run; see vm__describe. NULL: logged. */
json_t *execute__describe_vm(const struct job *job, const char *image);

/* Like run__measure and run__probe; errors of the VM are as in vm__run. Always free `run`. */
int execute__measure(const struct job *job, struct run *run);
int execute__probe(const struct job *job, struct run *run);
/* Loads the job's programs, without attaching: the run has nothing but what became of them. */
int execute__inspect(const struct job *job, struct run *run);
/* Boots the kernel and powers it off, without measuring. 0 or -errno, logged. */
int execute__boot(const struct job *job);

#endif
