/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a payload produces, and whether it is true: counts, events, lines, stacks, durations. Events
 * and lines are taken by a thread of their own every few milliseconds, so that there is room for
 * the next ones.
 */
#ifndef HOOKBENCH_BENCH_HOOK_PAYLOAD_OUTPUT_H
#define HOOKBENCH_BENCH_HOOK_PAYLOAD_OUTPUT_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/hook/events.h"
#include "bench/hook/payload.h"

struct bpf_object;
struct kernel_code;

/* What is checked: what the workload has done since payload_output__begin. */
struct output_span {
	int64_t expected;    /* hits that its operations make */
	int64_t hits;	     /* all that there were, the lost ones among them */
	int64_t lost;	     /* COUNT_UNKNOWN: nothing can be */
	uint64_t elapsed_ns; /* of all threads */
};

/* Events of this process, compared with what its workload does. */
struct event_truth {
	unsigned int pid;      /* of this process, as the kernel counts; 0: unknown */
	const char *file_name; /* NULL: unknown */
	bool has_other_names;  /* events with another are not the workload's: see workload.h */
	bool wants_name, wants_result; /* each event must have it */
	bool knows_result, is_int;
	int64_t result;
	uint64_t others, right, wrong;
	char first_wrong[192];
};

/* What hits are compared with. */
struct output_truth {
	struct event_truth events;
	const char *function;	  /* that is hooked; "": unknown */
	struct kernel_code *code; /* where functions are */
};

struct payload_output {
	const struct output_kind *kind; /* NULL: there is nothing */
	const struct bpf_object *object;
	/* Mapped, those that the payload has. */
	const struct hit_slot *slots;
	const unsigned long long *durations;
	const uint64_t *lost; /* hits that there was no room for */
	/* As it was at payload_output__begin. */
	int64_t own_before;
	unsigned long long durations_before[DURATION_BUCKETS];
	struct event_reader events;
	struct line_reader lines;
	struct output_truth truth;
	pthread_mutex_t lock;
	pthread_t thread;
	bool has_thread, stop;
};

/*
 * Of a loaded object whose payload leaves this behind; not OUTPUT_NONE. `p` must stay where it is,
 * and all that `truth` points to. 0 or -errno; then there is nothing to close.
 */
int payload_output__open(struct payload_output *p, enum output_id id,
			 const struct bpf_object *object, const struct output_truth *truth);
void payload_output__close(struct payload_output *p);
/* COUNT_UNKNOWN if the payload counts nothing; `lost` if it has nothing to lose. */
int64_t payload_output__hits(struct payload_output *p, int64_t *lost);
/* What follows is what payload_output__check looks at. */
void payload_output__begin(struct payload_output *p);
/* What is not true of it, in words, or "". */
void payload_output__check(struct payload_output *p, const struct output_span *span, char *text,
			   size_t size);

void event_truth__add(struct event_truth *t, const struct hit_event *event);

#endif
