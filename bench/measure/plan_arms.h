/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The users' programs of a plan, and their twins, as arms of a run. */
#ifndef HOOKBENCH_BENCH_MEASURE_PLAN_ARMS_H
#define HOOKBENCH_BENCH_MEASURE_PLAN_ARMS_H

#include "bench/hook/arms.h"
#include "bench/hook/hook.h"
#include "bench/model/arm_objects.h"
#include "bench/model/run.h"

/* Must not move, nor may the plan, once it is open; there is nothing to close. */
struct plan_arms {
	struct arms arms;
	struct plan_settings twin_settings;
};

/* objects: NULL: none. 0 or -errno, logged. */
int plan_arms__open(struct plan_arms *a, const struct plan *plan,
		    const struct arm_objects *objects);
/* After each arm was tried: a twin without its program is not measured either. */
void plan_arms__leave_out_twins(struct run *run);
/*
 * Keeps in the run what became of the programs, which were tried by as many operations, and of
 * their maps. 0 or -ENOMEM, logged.
 */
int plan_arms__keep_facts(const struct hook_memory *memory, int64_t operations, struct run *run);
/*
 * Whether the count of a program of ours varies is known. Of a user's, it is seen in the trials: an
 * operation may take another way through it, or find its maps filled. Sets `varies`.
 */
void plan_arms__note_varying(struct run *run);

#endif
