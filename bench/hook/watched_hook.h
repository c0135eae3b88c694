/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hook together with the output of its payload: hits are counted, and can be compared with what
 * the workload does.
 *
 * Life cycle, as for a hook: watched_hook__open, any number of hook__attach ... hook__detach of
 * `hook`, watched_hook__close.
 */
#ifndef HOOKBENCH_BENCH_HOOK_WATCHED_HOOK_H
#define HOOKBENCH_BENCH_HOOK_WATCHED_HOOK_H

#include "bench/hook/hook.h"
#include "bench/hook/payload_output.h"
#include "bench/hook/user_output.h"

struct watched_hook {
	struct hook hook;
	struct payload_output output;
	struct user_output user; /* of a user's object, or of a price */
};

/* Like hook__open. The watched hook must not move. */
int watched_hook__open(struct watched_hook *w, const struct backend *backend,
		       const struct payload *payload, const struct target *target,
		       const struct workload *workload, struct hook_memory *memory);
/*
 * While nothing that is watched runs: as the kernel may idle for long in hook__attach and
 * hook__detach, a thread that takes events would keep it from that. See drain_thread__rest.
 */
void watched_hook__rest(struct watched_hook *w, bool rests);
/* Takes what has arrived by now; later hits are left for the next call. */
void watched_hook__read_counts(struct watched_hook *w, struct hook_counts *counts);
void watched_hook__close(struct watched_hook *w);

#endif
