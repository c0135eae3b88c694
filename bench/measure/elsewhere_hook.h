/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another hook, on other functions, while a plan is measured: see the plan's `elsewhere`. */
#ifndef HOOKBENCH_BENCH_MEASURE_ELSEWHERE_HOOK_H
#define HOOKBENCH_BENCH_MEASURE_ELSEWHERE_HOOK_H

#include "bench/hook/hook.h"
#include "bench/measure/bench.h"
#include "bench/model/run.h"

/* Must not move while it is attached. */
struct elsewhere_hook {
	bool is_attached;
	struct hook hook;
	struct target target; /* of the hook */
	int ftrace; /* a descriptor, instead of the hook, without a backend: see ftrace_user.h */
	const struct bench *bench;
	const struct backend *backend; /* NULL: ftrace */
	/* While it is opened: in the order of their names, those that are chosen first. */
	char **functions;
	size_t n, chosen;
};

/*
 * Attaches the plan's, with programs that return at once. Of a number of functions, the first in
 * the order of their names that are not called in each cycle of the workload; of all, all but the
 * run's target. Sets what the run says of it. 0, also if the plan has none; or -errno, logged, with
 * nothing to close.
 */
int elsewhere_hook__open(struct elsewhere_hook *e, const struct bench *bench, struct run *run);
void elsewhere_hook__close(struct elsewhere_hook *e);

#endif
