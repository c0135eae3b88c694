/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One trial: one backend under one workload. How it is run is in bench/measure/trial_run.h. */
#ifndef HOOKBENCH_BENCH_MODEL_TRIAL_H
#define HOOKBENCH_BENCH_MODEL_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/maybe_count.h"
#include "bench/model/capability.h"
#include "bench/model/counters.h"
#include "bench/model/distribution.h"
#include "bench/model/disturbance.h"
#include "bench/model/plan.h"

struct trial {
	unsigned int round;    /* from 1 */
	unsigned int position; /* in its round, from 1 */
	unsigned int part;     /* not stored: of several runs taken together, which; else 0 */
	char backend[NAME_SIZE];
	bool control;	     /* the second `none` of its round */
	char placement[16];  /* of a kprobe: "ftrace", "optimized", "breakpoint"; "" unknown */
	uint64_t operations; /* timed */
	/* COUNT_UNKNOWN where nobody counts. */
	int64_t expected_hits; /* that the operations must make */
	int64_t hits;	       /* by the payload, while measuring */
	int64_t missed, recursion;
	int64_t lost;	 /* of the hits, events that there was no room for */
	char wrong[256]; /* what the payload produced and is not true, in words; or "" */
	/* For payloads that do not count: the kernel's run count over the warm-up. */
	int64_t proof_expected, proof_hits;
	bool attached;		      /* not stored: tells a failure to attach from later ones */
	int64_t attach_ns, detach_ns; /* COUNT_UNKNOWN if there is nothing to attach */
	uint64_t elapsed_ns;
	struct disturbance disturbance; /* around the timed loops */
	struct counters counters;	/* over the timed loops */
	/* By how far the counter went further than the kernel's clock while measuring. */
	double clock_drift_ns;
	/*
	 * Median of the operations of the second half less that of the first, in the clock's unit;
	 * NAN where they were not told apart. unsteady: they differ beyond chance.
	 */
	double half_shift;
	bool unsteady;
	struct distribution operation;
	struct distribution beside; /* the workload's control call; count 0 if it has none */
};

/* A trial of which nothing is known yet but the name of its backend. */
void trial__init(struct trial *trial, const char *backend);
void trial__free(struct trial *trial);

/*
 * Why the hits of this trial must not be believed, in words, or "" if nothing is wrong with them.
 * `c` says what its backend was; NULL if that is unknown. `text` has room for `size` bytes.
 */
void trial__hit_problem(const struct trial *trial, const struct capability *c, char *text,
			size_t size);
/* The same, with what else may be wrong: the clock, the machine, what is not exact. */
void trial__problem(const struct trial *trial, const struct plan *plan, const struct capability *c,
		    char *text, size_t size);

#endif
