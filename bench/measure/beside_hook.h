/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another hook that holds the function while a plan is measured: see the plan's `beside`. */
#ifndef HOOKBENCH_BENCH_MEASURE_BESIDE_HOOK_H
#define HOOKBENCH_BENCH_MEASURE_BESIDE_HOOK_H

#include "bench/hook/watched_hook.h"
#include "bench/model/run.h"

/* Must not move while it is attached. */
struct beside_hook {
	bool is_attached;
	struct watched_hook hook;
	bool is_ftrace; /* instead of the hook */
	int ftrace;	/* its descriptor */
};

/*
 * Attaches the plan's, with programs that return at once, to the run's target. 0, also if it has
 * none; or -errno, logged, with nothing to close.
 */
int beside_hook__open(struct beside_hook *beside, const struct run *run,
		      const struct workload *workload, struct hook_memory *memory);
void beside_hook__close(struct beside_hook *beside);

#endif
