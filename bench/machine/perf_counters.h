/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPU's own counters, by perf_event_open(2): of one thread, over its whole loop, its time in
 * user mode and in the kernel apart. What lies between the operations is in them too; it is the
 * same for every backend, so that the difference of two backends is the hook's.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_PERF_COUNTERS_H
#define HOOKBENCH_BENCH_MACHINE_PERF_COUNTERS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/counters.h"

/* An event, as perf_event_open names it. */
struct perf_counter {
	const char *name; /* "user_..." or "kernel_...": which of the two it counts */
	uint64_t config;
	size_t offset; /* of its member in struct counters */
	uint32_t type;
	/*
	 * Those of a group are counted at the same time: each has to fit into the four counters of
	 * a small CPU.
	 */
	unsigned int group;
};

/* One for each member of struct counters; ends with a row whose name is NULL. */
extern const struct perf_counter perf_counters_table[];

#define PERF_COUNTERS_MAX 16

/* Open events of one thread, stopped or counting. */
struct perf_counters {
	const struct perf_counter *table;
	int fds[PERF_COUNTERS_MAX]; /* -1: this machine has none such */
};

/*
 * Opens the events of `table` (at most PERF_COUNTERS_MAX rows) for the calling thread; none of them
 * counts yet. An event that cannot be opened is left out: the first one's -errno is returned, else
 * 0.
 */
int perf_counters__open(struct perf_counters *events, const struct perf_counter *table);
void perf_counters__start(const struct perf_counters *events);
/*
 * Ends counting, and reads. An event that shared its counter with others is scaled by the time that
 * it had; one that never had a counter is unknown.
 */
void perf_counters__stop(const struct perf_counters *events, struct counters *counters);
void perf_counters__close(struct perf_counters *events);

/* `value` of an event that counted for `running_ns` of `enabled_ns`; COUNT_UNKNOWN if it never did.
 */
int64_t perf_counters__scale(uint64_t value, uint64_t enabled_ns, uint64_t running_ns);

/*
 * Tries each event. `missing` ("" if all can be counted) tells which cannot, and why, in a text of
 * `size` bytes. False if none can.
 */
bool perf_counters__probe(const struct perf_counter *table, char *missing, size_t size);

#endif
