/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repetitions of a run, pooled into one. */
#ifndef HOOKBENCH_REPORT_VERDICTS_POOL_H
#define HOOKBENCH_REPORT_VERDICTS_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"

/*
 * Reads the stored runs that `path` names (see store__list) as one run, with the rounds of later
 * runs after those of the first. Everything else comes from the first run. force: also pool runs
 * that are not repetitions of each other, with a warning. 0, with the number of runs in n_runs;
 * -EXDEV if they are not repetitions, or another -errno, both logged. Free `run` with run__free.
 */
int pool__read(const char *path, bool force, struct run *run, size_t *n_runs);

#endif
