/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text that a source becomes, with all that it includes. */
#ifndef HOOKBENCH_BENCH_OBJECTS_PREPROCESS_H
#define HOOKBENCH_BENCH_OBJECTS_PREPROCESS_H

#include "bench/objects/compile_job.h"

/*
 * Finds out job->text, and makes vmlinux.h if it needs that: by clang, unless it is known to be the
 * same as before. 0 or -errno, logged with what clang printed.
 */
int preprocess(struct compile_job *job);

#endif
