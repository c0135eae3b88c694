/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run that need not be measured again, as it is stored. */
#ifndef HOOKBENCH_BENCH_COMMANDS_MEASURED_BEFORE_H
#define HOOKBENCH_BENCH_COMMANDS_MEASURED_BEFORE_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/execute/execute.h"

/*
 * Looks below `parent` for a whole, valid run of the job on this kernel image, with drivers if the
 * job counts them. If there is one: true, with its folder in `path` and the run in `run`, for the
 * caller to free.
 */
bool measured_before__find(const struct job *job, const char *image, const char *parent, char *path,
			   size_t size, struct run *run);
/*
 * Whether a run that was read is of the job on this kernel image: the same plan, programs, QEMU,
 * hookbench and VM; whatever its clock, and even if nothing attached.
 */
bool measured_before__is(const struct job *job, const char *image, const struct run *run);

#endif
