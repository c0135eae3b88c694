/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries a plan out where the options say: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_H

#include "bench/cli/options.h"
#include "bench/model/run.h"

/* How far a measurement is; see progress.h. */
struct observer {
	progress_fn progress;
	void *context;
};

/*
 * As run__measure, in a VM with the kernel in the file `image`, whatever the options' kernel is.
 * For threads that measure several at once.
 */
int execute__measure_image(const struct options *options, const char *image,
			   struct observer observer, struct run *run);
/* Whether a VM could be started with it; as vm__check. */
int execute__check_image(const struct options *options, const char *image);
/* What of the VM would be stored with the run; see vm__describe. */
json_t *execute__describe_vm(const struct options *options, const char *image);

/* As run__measure (is_enough: see struct run_context) and run__probe; errors of the VM are as in
 * vm__run. Free `run` in every case. */
int execute__measure(const struct options *options, bool (*is_enough)(const struct run *run),
		     struct run *run);
int execute__probe(const struct options *options, struct run *run);
/* Boots the kernel of the options to power-off, without measuring. 0 or -errno, logged. */
int execute__boot(const struct options *options);

#endif
