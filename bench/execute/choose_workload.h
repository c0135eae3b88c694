/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the workload that makes the kernel run the users' programs, by trying them. */
#ifndef HOOKBENCH_BENCH_EXECUTE_CHOOSE_WORKLOAD_H
#define HOOKBENCH_BENCH_EXECUTE_CHOOSE_WORKLOAD_H

#include "bench/execute/execute.h"

/*
 * Tries the workloads, in the order of their table, until one runs all programs of the job in each
 * operation, and logs those that run any. Sets `workload` to the one that runs most; "" if none
 * does. `image` is a path; NULL: what the job says. 0, or -errno, logged.
 */
int choose_workload(const struct job *job, const char *image, char workload[NAME_SIZE]);

#endif
