/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trial: one backend under one workload. It is run by bench/measure/trial_run.h. */
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
	unsigned int part;     /* not stored: index of the run when runs are pooled; otherwise 0 */
	char backend[NAME_SIZE];
	bool control;	     /* the second `none` of its round */
	bool unsteady;	     /* see half_shift */
	bool attached;	     /* not stored: distinguishes a failure to attach from later ones */
	char placement[16];  /* of a kprobe: "ftrace", "optimized", "breakpoint"; "" unknown */
	uint64_t operations; /* timed */
	/* COUNT_UNKNOWN where nothing counts. */
	int64_t expected_hits; /* hits that the operations must make */
	int64_t hits;	       /* counted by the payload, while measuring */
	int64_t missed, recursion;
	int64_t lost;	 /* hits whose events did not fit into the buffer */
	char wrong[256]; /* what is wrong with the output, or what is left of the hook; or "" */
	/* For payloads that do not count: the kernel's run count during the warm-up. */
	int64_t proof_expected, proof_hits;
	int64_t attach_ns, detach_ns; /* COUNT_UNKNOWN if there is nothing to attach */
	uint64_t elapsed_ns;
	struct disturbance disturbance; /* around the timed loops */
	struct counters counters;	/* over the timed loops */
	/* How far the counter got ahead of the kernel's clock while measuring. */
	double clock_drift_ns;
	/*
	 * Median of the second half of the operations minus that of the first, in the clock's unit;
	 * NAN if the halves were not recorded separately. unsteady: they differ beyond chance.
	 */
	double half_shift;
	struct distribution operation;
	struct distribution beside; /* the workload's control call; count 0 without one */
};

/* Initialises a trial of which only the backend is known yet. */
void trial__init(struct trial *trial, const char *backend);
void trial__free(struct trial *trial);

/*
 * Writes to `text` why the hits of this trial cannot be trusted, or "" if they can. `c` describes
 * its backend; NULL if that is unknown. `text` has room for `size` bytes.
 */
void trial__hit_problem(const struct trial *trial, const struct capability *c, char *text,
			size_t size);
/* The same, including problems of the clock, the machine and exactness. */
void trial__problem(const struct trial *trial, const struct plan *plan, const struct capability *c,
		    char *text, size_t size);
/* Whether, in instructions, nearly all of its operations took the same number. */
bool trial__has_one_length(const struct trial *trial);

#endif
