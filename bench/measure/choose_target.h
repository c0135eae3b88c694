/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function that a workload calls and hooks are attached to. */
#ifndef HOOKBENCH_BENCH_MEASURE_CHOOSE_TARGET_H
#define HOOKBENCH_BENCH_MEASURE_CHOOSE_TARGET_H

#include "bench/model/target.h"
#include "workloads/workload.h"

/*
 * name: "": the workload's own. Of the kernel, as target__choose; of a workload in user space, one
 * of its functions. 0 or -errno, logged.
 */
int choose_target(const char *name, const struct workload *workload, struct target *target);

#endif
