/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rounds of a run: in each, one trial of every backend that this kernel has, in the plan's
 * order, with `none` in it twice. What a trial is, its owner knows.
 */
#ifndef HOOKBENCH_BENCH_MEASURE_ROUNDS_H
#define HOOKBENCH_BENCH_MEASURE_ROUNDS_H

#include "bench/hook/backend.h"
#include "bench/measure/run_context.h"
#include "bench/model/run.h"

/* Which trial of the run it is. */
struct trial_place {
	unsigned int round, position; /* from 1 */
	bool control;
};

struct rounds {
	/*
	 * Measures a trial and fills in all but its place. 0 or -errno; logged, unless
	 * trial->attached is false: then hook__last_message has the reason. On failure there is
	 * nothing to free.
	 */
	int (*measure)(void *owner, const struct backend *backend, struct trial_place place,
		       struct progress progress, struct trial *trial);
	void *owner;
};

/*
 * Measures the rounds of run->plan, as many as it names or its precision needs. The trials so far
 * are in `run`, whatever is returned. 0 or -errno, logged; -EINTR if stopped.
 */
int rounds__measure(const struct rounds *rounds, const struct run_context *context,
		    struct run *run);

/* Whether nothing that the plan names attaches but `none`, though it names more. */
bool rounds__have_no_hook(const struct run *run);

#endif
