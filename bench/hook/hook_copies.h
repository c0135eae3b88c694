/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Several hooks of one kind at one place: each copy is loaded and attached for itself, and counts
 * its own hits.
 */
#ifndef HOOKBENCH_BENCH_HOOK_HOOK_COPIES_H
#define HOOKBENCH_BENCH_HOOK_HOOK_COPIES_H

#include "bench/hook/watched_hook.h"

struct hook_copies {
	size_t n;
	struct watched_hook *v; /* the first one stands for all, where they are alike */
	struct hook_counts *counts;
};

/*
 * Opens n copies as watched_hook__open does; one of a backend that loads nothing. After a failure,
 * there is nothing to close, and hook__last_message says which copy it was.
 */
int hook_copies__open(struct hook_copies *c, size_t n, const struct backend *backend,
		      const struct payload *payload, const struct target *target,
		      const struct workload *workload, struct hook_memory *memory);
/* As watched_hook__rest. */
void hook_copies__rest(struct hook_copies *c, bool rests);
/*
 * In user space in the process `only`, or in all if it is 0. 0, or -errno with the reason, and
 * perhaps the copy, in hook__last_message; none is attached.
 */
int hook_copies__attach(struct hook_copies *c, pid_t only);
/* The time that all of them took. */
int64_t hook_copies__attach_ns(const struct hook_copies *c);
int64_t hook_copies__detach_ns(const struct hook_copies *c);
/* Begins to count. */
void hook_copies__start_counting(struct hook_copies *c);
/*
 * What all of them together have counted since then. If one has counted other hits or runs than the
 * first, says so in `odd` (`size` bytes), which is left as it is otherwise.
 */
void hook_copies__count(struct hook_copies *c, struct hook_counts *sum, char *odd, size_t size);
/* In the opposite order of attaching. */
void hook_copies__detach(struct hook_copies *c);
void hook_copies__close(struct hook_copies *c);

#endif
