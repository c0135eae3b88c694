/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may affect the numbers: the kernel, the CPU, and their settings. */
#ifndef HOOKBENCH_BENCH_MACHINE_ENVIRONMENT_H
#define HOOKBENCH_BENCH_MACHINE_ENVIRONMENT_H

#include <jansson.h>

/*
 * The environment of this process as a JSON object, documented in results/README.md. Values that
 * cannot be read are null. `file_system`: where the workloads run. NULL when out of memory.
 */
json_t *environment__read(const char *file_system);
/* At the end of a run: adds facts that have changed during it and should not have. */
void environment__read_again(json_t *environment);

#endif
