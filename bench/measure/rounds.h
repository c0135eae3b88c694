/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The rounds of a run: each has one trial of every available backend, in the plan's order, and a
 * second `none`. The caller defines what a trial does.
 */
#ifndef HOOKBENCH_BENCH_MEASURE_ROUNDS_H
#define HOOKBENCH_BENCH_MEASURE_ROUNDS_H

#include <stdint.h>

#include "bench/hook/arms.h"
#include "bench/hook/backend.h"
#include "bench/measure/run_context.h"
#include "bench/model/run.h"

/* The place of a trial in the run. */
struct trial_place {
	unsigned int round, position; /* from 1 */
	bool control;
};

struct rounds {
	/*
	 * Measures a trial and sets everything but its place. 0 or -errno, logged unless
	 * trial->attached is false: then hook__last_message has the reason. On failure there is
	 * nothing to free.
	 */
	int (*measure)(void *owner, const struct backend *backend, struct trial_place place,
		       struct progress progress, struct trial *trial);
	void *owner;
	const struct arms *arms; /* NULL: only the table of backends */
	/*
	 * Whether a backend's trial of round 1, which ended with `err`, shows that the backend is
	 * not available: then it sets that in the run, and has no trial. 0, or err. NULL: all that
	 * are available were tried before.
	 */
	int (*judge)(void *owner, struct run *run, size_t backend, const struct trial *trial,
		     int err);
	/*
	 * With judge, after round 1: what follows from all of its trials. It may say of further
	 * backends that they are not available; their trials are removed. 0 or -errno, logged.
	 */
	int (*conclude)(void *owner, struct run *run);
	/*
	 * Since when the plan's limit of time counts, by clock__monotonic_ns; 0: since the first
	 * round.
	 */
	uint64_t started_ns;
	uint64_t (*now_ns)(void); /* NULL: clock__monotonic_ns */
};

/*
 * Measures the rounds of run->plan: a fixed number, or as many as its precision needs. `run` has
 * the trials so far, whatever is returned. 0 or -errno, logged; -EINTR if stopped; -ENOTSUP, not
 * logged, if round 1 shows that no hook is available.
 */
int rounds__measure(const struct rounds *rounds, const struct run_context *context,
		    struct run *run);

/* Whether the plan names backends other than `none`, but none of them is available. */
bool rounds__have_no_hook(const struct run *run);

#endif
