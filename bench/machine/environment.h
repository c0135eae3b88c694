/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may move the numbers: the kernel, the CPU, and how they are set. */
#ifndef HOOKBENCH_BENCH_MACHINE_ENVIRONMENT_H
#define HOOKBENCH_BENCH_MACHINE_ENVIRONMENT_H

#include <jansson.h>

/*
 * The environment of this process as a JSON object; results/README.md documents its fields. What
 * cannot be read is null. `file_system` is where the workloads run. NULL when out of memory.
 */
json_t *environment__read(const char *file_system);
/* At the end of a run: adds to it what has changed meanwhile, and must not. */
void environment__read_again(json_t *environment);

#endif
