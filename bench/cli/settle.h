/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is left open on the command line, and follows from other options of one variant. */
#ifndef HOOKBENCH_BENCH_CLI_SETTLE_H
#define HOOKBENCH_BENCH_CLI_SETTLE_H

#include "bench/cli/options.h"

/*
 * Sets the plan's backends: what is their default, and what "all" is, depends on the workload and
 * on the target. 0, or -EINVAL or -ENOMEM, logged.
 */
int options__settle(struct options *options);
/*
 * Whether a target that was named is one that the workload can call: 0, or -EINVAL, logged. A
 * function of the kernel that it may call is only found out by trying.
 */
int options__check_target(const struct options *options);

#endif
