/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The CPU's performance counters, through perf_event_open(2): for one thread over its whole loop,
 * user mode and kernel separately. They include the code between operations. That is the same for
 * every backend, so the difference between two backends is the hook's.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_PERF_COUNTERS_H
#define HOOKBENCH_BENCH_MACHINE_PERF_COUNTERS_H

#include <linux/perf_event.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/counters.h"

/* An event, as perf_event_open identifies it. */
struct perf_counter {
	const char *name; /* "user_..." or "kernel_...": the mode it counts in */
	uint64_t config;
	size_t offset; /* offset of its member in struct counters */
	uint32_t type;
	/*
	 * Events of a group are counted together: a group must fit into the four counters of a
	 * small CPU.
	 */
	unsigned int group;
};

/* One for each member of struct counters; ends with a row whose name is NULL. */
extern const struct perf_counter perf_counters_table[];

#define PERF_COUNTERS_MAX 16

/* Open events of one thread, stopped or counting. */
struct perf_counters {
	const struct perf_counter *table;
	int fds[PERF_COUNTERS_MAX]; /* -1: not supported by this machine */
};

/*
 * Opens the events of `table` (at most PERF_COUNTERS_MAX rows) for the calling thread, stopped.
 * Events that cannot be opened are skipped. 0, or the -errno of the first that failed.
 */
int perf_counters__open(struct perf_counters *events, const struct perf_counter *table);
void perf_counters__start(const struct perf_counters *events);
/*
 * Stops counting, and reads the events. An event that shared its counter with others is scaled by
 * its share of time; one that never had a counter is unknown.
 */
void perf_counters__stop(const struct perf_counters *events, struct counters *counters);
void perf_counters__close(struct perf_counters *events);

/*
 * Scales the `value` of an event that counted for `running_ns` of `enabled_ns`; COUNT_UNKNOWN if it
 * never counted.
 */
int64_t perf_counters__scale(uint64_t value, uint64_t enabled_ns, uint64_t running_ns);

/*
 * Tries each event. `missing` (`size` bytes) receives the events that cannot be counted, and why;
 * "" if all can. False if none can.
 */
bool perf_counters__probe(const struct perf_counter *table, char *missing, size_t size);

#endif
