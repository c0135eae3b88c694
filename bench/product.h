/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a payload produces, and whether it is true: counts, events, lines, stacks, durations. Events
 * and lines are taken by a thread of their own every few milliseconds, so that there is room for
 * the next ones.
 */
#ifndef HOOKBENCH_BENCH_PRODUCT_H
#define HOOKBENCH_BENCH_PRODUCT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/events.h"

struct hook;
struct product;

struct product_kind {
	/* Optional: of a loaded hook. 0 or -errno; then there is nothing to close. */
	int (*open)(struct product *p);
	void (*close)(struct product *p);
	/* Optional: takes what has come; never by two threads at a time. */
	void (*drain)(struct product *p);
	/* Hits since loading, with the lost ones. */
	int64_t (*hits)(struct product *p);
	int64_t (*lost)(struct product *p); /* optional */
	/*
	 * What is not true of them, if a call of the workload's makes each, in `elapsed_ns` at
	 * most; `text` stays as it is if nothing is.
	 */
	void (*check)(struct product *p, uint64_t elapsed_ns, char *text, size_t size);
};

extern const struct product_kind product_count, product_args, product_hash, product_events,
	product_lines, product_stacks, product_durations;

/* Events of this process, compared with what its workload does. */
struct event_truth {
	const char *file_name; /* NULL: unknown */
	bool knows_result, is_int;
	int64_t result;
	uint64_t others, right, wrong;
	char first_wrong[192];
};

struct product {
	const struct product_kind *kind; /* NULL: there is nothing */
	const struct hook *hook;
	/* Mapped, those that the payload has. */
	const struct hit_slot *slots;
	const struct args_slot *args;
	const unsigned long long *durations;
	struct event_reader events;
	struct line_reader lines;
	struct event_truth truth;
	pthread_mutex_t lock;
	pthread_t thread;
	bool has_thread, stop;
};

/* 0 or -errno; then there is nothing to close. The hook must stay where it is. */
int product__open(struct product *p, const struct hook *hook);
void product__close(struct product *p);
/* COUNT_UNKNOWN if the payload counts nothing; `lost` if it has nothing to lose. */
int64_t product__hits(struct product *p, int64_t *lost);
/* What is not true of it, in words, or "". */
void product__check(struct product *p, uint64_t elapsed_ns, char *text, size_t size);

void event_truth__add(struct event_truth *t, const struct hit_event *event);

#endif
