/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The workload for the user's own programs, where none is given. */
#ifndef HOOKBENCH_BENCH_COMMANDS_PROGRAMS_WORKLOAD_H
#define HOOKBENCH_BENCH_COMMANDS_PROGRAMS_WORKLOAD_H

#include "bench/cli/options.h"
#include "bench/model/run.h"

/*
 * Without --workload, sets the plan's to one that runs the programs; see choose_workload. `image`
 * is the path of a kernel image; NULL: what the options say. 0, or -errno, logged.
 */
int programs_workload__choose(struct options *options, const char *image);
/*
 * After a run with --workload in which programs were attached, and none of them ran: tries the
 * other workloads, and logs which would run them.
 */
void programs_workload__suggest(const struct options *options, const struct run *run);

#endif
