/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How to run: everything that does not affect the numbers. */
#ifndef HOOKBENCH_BENCH_MEASURE_RUN_CONTEXT_H
#define HOOKBENCH_BENCH_MEASURE_RUN_CONTEXT_H

#include <signal.h>
#include <stdbool.h>

#include "bench/base/progress.h"
#include "bench/model/arm_objects.h"
#include "bench/model/run.h"

struct run_context {
	const volatile sig_atomic_t *stop;
	progress_fn progress; /* may be NULL */
	void *progress_context;
	const struct arm_objects *objects; /* of the plan's programs; NULL: it has none */
	/* The kernel is there to be measured: a module may be loaded into it. */
	bool is_in_vm;
	bool verbose; /* shows the whole log of the verifier, if it refuses a program */
	/* For a plan with a precision: whether the rounds so far are enough. */
	bool (*is_enough)(const struct run *run);
	/*
	 * Called in each trial of the rounds, in order, after its hook was attached; may be NULL.
	 */
	void (*attached)(void *context);
	void *attached_context;
};

#endif
