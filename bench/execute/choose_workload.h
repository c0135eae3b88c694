/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the workload that makes the kernel run the users' programs, by trying them. */
#ifndef HOOKBENCH_BENCH_EXECUTE_CHOOSE_WORKLOAD_H
#define HOOKBENCH_BENCH_EXECUTE_CHOOSE_WORKLOAD_H

#include "bench/execute/execute.h"

/* A workload; "": none. target: one of its functions in user space; "": its own. */
struct chosen_workload {
	char workload[NAME_SIZE];
	char target[PLAN_TARGET_SIZE];
};

/*
 * Tries the workloads, in the order of their table, until one runs all programs of the job in each
 * operation, and logs those that run any; one in user space only if a program's section names a
 * function of it. Chooses the one that runs most. `image` is a path; NULL: what the job says. 0, or
 * -errno, logged.
 */
int choose_workload(const struct job *job, const char *image, struct chosen_workload *chosen);

#endif
