/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counts of the CPU's performance counters in a trial: over the whole loop of each thread, for user
 * mode and the kernel separately. They are read in bench/machine/perf_counters.h.
 */
#ifndef HOOKBENCH_BENCH_MODEL_COUNTERS_H
#define HOOKBENCH_BENCH_MODEL_COUNTERS_H

#include <stddef.h>
#include <stdint.h>

/* X(name) */
#define COUNTERS_OF_SIDE(X, side) \
	X(side##_cycles)          \
	X(side##_instructions)    \
	X(side##_branch_misses)   \
	X(side##_l1i_misses)      \
	X(side##_itlb_misses)
#define COUNTERS(X)                 \
	COUNTERS_OF_SIDE(X, kernel) \
	COUNTERS_OF_SIDE(X, user)

/* Events; COUNT_UNKNOWN where they were not counted. */
struct counters {
#define COUNTERS_MEMBER(name) int64_t name;
	COUNTERS(COUNTERS_MEMBER)
#undef COUNTERS_MEMBER
};

struct counter {
	const char *name; /* "user_..." or "kernel_...": the mode that it was counted in */
	size_t offset;	  /* of its member */
};

/* The members, as data; ends with a row whose name is NULL. */
extern const struct counter counters_table[];
int64_t *counters__member(struct counters *c, const struct counter *counter);
int64_t counters__value(const struct counters *c, const struct counter *counter);

extern const struct counters counters_unknown;

/* Adds each count; unknown in one means unknown in the sum. */
void counters__add(struct counters *total, const struct counters *c);

#endif
