/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a payload produces, and whether it is true: counts, events, lines, stacks, durations. Events
 * and lines are taken by a thread of their own every few milliseconds, so that there is room for
 * the next ones.
 */
#ifndef HOOKBENCH_BENCH_PAYLOAD_OUTPUT_H
#define HOOKBENCH_BENCH_PAYLOAD_OUTPUT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/events.h"

struct hook;
struct payload_output;

struct output_kind {
	/* Optional: of a loaded hook. 0 or -errno; then there is nothing to close. */
	int (*open)(struct payload_output *p);
	void (*close)(struct payload_output *p);
	/* Optional: takes what has come; never by two threads at a time. */
	void (*drain)(struct payload_output *p);
	/* Hits since loading, with the lost ones. */
	int64_t (*hits)(struct payload_output *p);
	int64_t (*lost)(struct payload_output *p); /* optional */
	/*
	 * What is not true of them, if a call of the workload's makes each, in `elapsed_ns` at
	 * most; `text` stays as it is if nothing is.
	 */
	void (*check)(struct payload_output *p, uint64_t elapsed_ns, char *text, size_t size);
};

extern const struct output_kind output_count, output_args, output_hash, output_events, output_lines,
	output_stacks, output_durations;

/* Events of this process, compared with what its workload does. */
struct event_truth {
	unsigned int pid;      /* of this process, as the kernel counts; 0: unknown */
	const char *file_name; /* NULL: unknown */
	bool knows_result, is_int;
	int64_t result;
	uint64_t others, right, wrong;
	char first_wrong[192];
};

struct payload_output {
	const struct output_kind *kind; /* NULL: there is nothing */
	const struct hook *hook;
	/* Mapped, those that the payload has. */
	const struct hit_slot *slots;
	const unsigned long long *durations;
	struct event_reader events;
	struct line_reader lines;
	struct event_truth truth;
	pthread_mutex_t lock;
	pthread_t thread;
	bool has_thread, stop;
};

/* 0 or -errno; then there is nothing to close. The hook must stay where it is. */
int payload_output__open(struct payload_output *p, const struct hook *hook);
void payload_output__close(struct payload_output *p);
/* COUNT_UNKNOWN if the payload counts nothing; `lost` if it has nothing to lose. */
int64_t payload_output__hits(struct payload_output *p, int64_t *lost);
/* What is not true of it, in words, or "". */
void payload_output__check(struct payload_output *p, uint64_t elapsed_ns, char *text, size_t size);

void event_truth__add(struct event_truth *t, const struct hit_event *event);

#endif
