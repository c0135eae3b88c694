/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is special about the users' programs in a run, which otherwise are backends. */
#ifndef HOOKBENCH_BENCH_MEASURE_USER_ARMS_H
#define HOOKBENCH_BENCH_MEASURE_USER_ARMS_H

#include "bench/hook/hook.h"
#include "bench/model/run.h"

/*
 * Copies to the run what became of the programs and of their maps; nobody asks about the twins'. 0,
 * or -ENOMEM, logged.
 */
int user_arms__keep_facts(const struct hook_memory *memory, struct run *run);
/* Makes the twins of programs that are not available unavailable, for the same reason. */
void user_arms__leave_out_twins(struct run *run);
/*
 * Whether the count of a program of ours varies is known. Of a user's, it is seen in the trials: an
 * operation may take another way through it, or find its maps filled. Sets `varies`.
 */
void user_arms__note_varying(struct run *run);

#endif
