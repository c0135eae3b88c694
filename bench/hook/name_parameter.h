/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file name that a target is given. */
#ifndef HOOKBENCH_BENCH_HOOK_NAME_PARAMETER_H
#define HOOKBENCH_BENCH_HOOK_NAME_PARAMETER_H

#include <stdbool.h>

#include "bench/hook/backend.h"
#include "bench/kernel/target.h"
#include "workloads/workload.h"

/* The index of its parameter, from 0; -1 if a program of the backend cannot read it. */
int name_parameter__of(const struct backend *backend, const struct target *target,
		       const struct workload *workload);
/* Whether it is still there when the function returns. */
bool name_parameter__survives(const struct target *target);

#endif
