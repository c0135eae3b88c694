/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Repetitions of a run, taken together. */
#ifndef HOOKBENCH_REPORT_VERDICTS_POOL_H
#define HOOKBENCH_REPORT_VERDICTS_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"

/*
 * Reads the stored runs that `path` names (see store__list) as one, in which the rounds of the
 * later runs follow those of the first. Everything else is the first run's. force: also runs that
 * are no repetitions of each other, with a warning. 0 with their number in n_runs; -EXDEV if they
 * are none, or another -errno, both logged. Free `run` with run__free.
 */
int pool__read(const char *path, bool force, struct run *run, size_t *n_runs);

#endif
