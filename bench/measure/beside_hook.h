/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another hook that holds the function while a plan is measured: see the plan's `beside`. */
#ifndef HOOKBENCH_BENCH_MEASURE_BESIDE_HOOK_H
#define HOOKBENCH_BENCH_MEASURE_BESIDE_HOOK_H

#include "bench/hook/watched_hook.h"
#include "bench/measure/run_context.h"
#include "bench/model/run.h"

/* Must not move while it is attached. */
struct beside_hook {
	/* What it was opened with. */
	const struct run *run;
	const struct run_context *context;
	const struct workload *workload;
	struct hook_memory *memory;

	bool is_attached;
	struct watched_hook hook;
	const struct beside_kind *kind; /* instead of the hook; NULL: none */
	int ftrace;			/* of that kind: a descriptor */
	const char *last;		/* the backend of the trial before */
};

/*
 * Attaches the plan's, with programs that return at once, to the run's target. 0, also if it has
 * none; or -errno, logged, with nothing to close.
 */
int beside_hook__open(struct beside_hook *beside, const struct run *run,
		      const struct run_context *context, const struct workload *workload,
		      struct hook_memory *memory);
/*
 * Attaches the hook anew, so that each trial finds it as if nothing else had ever been there: after
 * a second kprobe at one place is gone, the first one stays in the kernel's list for several.
 * A trial of that backend follows. 0 or -errno, logged.
 */
int beside_hook__renew(struct beside_hook *beside, const char *backend);
void beside_hook__close(struct beside_hook *beside);

#endif
