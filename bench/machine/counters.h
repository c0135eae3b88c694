/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPU's own counters, by perf_event_open(2): of one thread, over its whole loop, its time in
 * user mode and in the kernel apart. What lies between the operations is in them too; it is the
 * same for every backend, so that the difference of two backends is the hook's.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_COUNTERS_H
#define HOOKBENCH_BENCH_MACHINE_COUNTERS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNTERS_CACHE_MISSES(cache)                                      \
	(PERF_COUNT_HW_CACHE_##cache | PERF_COUNT_HW_CACHE_OP_READ << 8 | \
	 PERF_COUNT_HW_CACHE_RESULT_MISS << 16)

/*
 * X(name, type, config, group): events as perf_event_open names them. Those of a group are counted
 * at the same time: each has to fit into the four counters of a small CPU.
 */
#define COUNTERS_OF_SIDE(X, side)                                                   \
	X(side##_cycles, PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0)           \
	X(side##_instructions, PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, 0)   \
	X(side##_branch_misses, PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES, 0) \
	X(side##_l1i_misses, PERF_TYPE_HW_CACHE, COUNTERS_CACHE_MISSES(L1I), 1)     \
	X(side##_itlb_misses, PERF_TYPE_HW_CACHE, COUNTERS_CACHE_MISSES(ITLB), 1)
/* The kernel's come first: if not all can be counted at a time, short trials have these. */
#define COUNTERS(X)                 \
	COUNTERS_OF_SIDE(X, kernel) \
	COUNTERS_OF_SIDE(X, user)

/* Events; COUNT_UNKNOWN where nobody counts. */
struct counters {
#define COUNTERS_MEMBER(name, type, config, group) int64_t name;
	COUNTERS(COUNTERS_MEMBER)
#undef COUNTERS_MEMBER
};

struct counter {
	const char *name; /* "user_..." or "kernel_...": which of the two it counts */
	uint64_t config;
	size_t offset; /* of its member */
	uint32_t type;
	unsigned int group;
};

/* The members, as data; ends with a row whose name is NULL. */
extern const struct counter counters_table[];
int64_t *counters__member(struct counters *c, const struct counter *counter);
int64_t counters__value(const struct counters *c, const struct counter *counter);

extern const struct counters counters_unknown;

/* Adds each; what is unknown in one of them is unknown in the sum. */
void counters__add(struct counters *total, const struct counters *c);

#define COUNTERS_MAX 16

/* Open events of one thread, stopped or counting. */
struct counters_events {
	const struct counter *table;
	int fds[COUNTERS_MAX]; /* -1: this machine has none such */
};

/*
 * Opens the events of `table` (at most COUNTERS_MAX rows) for the calling thread; none of them
 * counts yet. An event that cannot be opened is left out: the first one's -errno is returned, else
 * 0.
 */
int counters__open(struct counters_events *events, const struct counter *table);
void counters__start(const struct counters_events *events);
/*
 * Ends counting, and reads. An event that shared its counter with others is scaled by the time that
 * it had; one that never had a counter is unknown.
 */
void counters__stop(const struct counters_events *events, struct counters *counters);
void counters__close(struct counters_events *events);

/* `value` of an event that counted for `running_ns` of `enabled_ns`; COUNT_UNKNOWN if it never did.
 */
int64_t counters__scale(uint64_t value, uint64_t enabled_ns, uint64_t running_ns);

/*
 * Tries each event. `missing` ("" if all can be counted) tells which cannot, and why, in a text of
 * `size` bytes. False if none can.
 */
bool counters__probe(const struct counter *table, char *missing, size_t size);

#endif
