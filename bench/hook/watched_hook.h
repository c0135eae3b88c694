/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hook with what its payload leaves behind: the hits are counted, and can be compared with what
 * the workload does.
 *
 * Its life is that of its hook: watched_hook__open, any number of hook__attach ... hook__detach of
 * `hook`, watched_hook__close.
 */
#ifndef HOOKBENCH_BENCH_HOOK_WATCHED_HOOK_H
#define HOOKBENCH_BENCH_HOOK_WATCHED_HOOK_H

#include "bench/hook/hook.h"
#include "bench/hook/payload_output.h"

struct watched_hook {
	struct hook hook;
	struct payload_output output;
};

/* As hook__open. The watched hook must stay where it is. */
int watched_hook__open(struct watched_hook *w, const struct backend *backend,
		       const struct payload *payload, const struct target *target,
		       const struct workload *workload, struct hook_memory *memory);
/* Takes what has arrived by now; hits that come meanwhile are for the next time. */
void watched_hook__read_counts(struct watched_hook *w, struct hook_counts *counts);
void watched_hook__close(struct watched_hook *w);

#endif
