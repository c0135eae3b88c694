/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files next to a run that hold one entry for each of its trials, such as explain.json. */
#ifndef HOOKBENCH_BENCH_MODEL_OF_RUN_H
#define HOOKBENCH_BENCH_MODEL_OF_RUN_H

#include <jansson.h>
#include <stddef.h>

#include "bench/model/run.h"

/*
 * Writes to `text` what shows that such a file, as it was read, is not of this run: it is of
 * another kernel, workload or payload, or its trials[] are not those of the run, in their order,
 * with as many operations; "" if nothing does. What else an entry has is not looked at.
 */
void of_run__problem(const struct run *run, const json_t *file, char *text, size_t size);

#endif
