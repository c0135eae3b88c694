/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The output of a payload, and whether it is correct: counts, events, lines, stacks, durations. A
 * separate thread takes events and lines every few milliseconds, so that buffers do not fill up.
 */
#ifndef HOOKBENCH_BENCH_HOOK_PAYLOAD_OUTPUT_H
#define HOOKBENCH_BENCH_HOOK_PAYLOAD_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/hook/drain_thread.h"
#include "bench/hook/events.h"
#include "bench/hook/payload.h"

struct bpf_object;
struct kernel_code;

/* The span that is checked: what the workload has done since payload_output__begin. */
struct output_span {
	int64_t expected;    /* hits that its operations make */
	int64_t hits;	     /* all hits, including lost ones */
	int64_t lost;	     /* COUNT_UNKNOWN: nothing can be lost */
	uint64_t elapsed_ns; /* of all threads */
};

/* Compares events of this process with what its workload does. */
struct event_truth {
	unsigned int pid;      /* of this process, in the kernel's numbering; 0: unknown */
	const char *file_name; /* NULL: unknown */
	bool has_other_names;  /* events with another name are not the workload's: see workload.h */
	bool wants_name, wants_result; /* required in each event */
	bool knows_result, is_int;
	int64_t result;
	uint64_t others, right, wrong;
	char first_wrong[192];
};

/* The facts that hits are compared with. */
struct output_truth {
	struct event_truth events;
	const char *function;	  /* the hooked function; "": unknown */
	bool is_user;		  /* in user space, of this program */
	struct kernel_code *code; /* addresses of functions */
};

struct payload_output {
	const struct output_kind *kind; /* NULL: no output */
	const struct bpf_object *object;
	/* Mapped, if the payload has them. */
	const struct hit_slot *slots;
	const unsigned long long *durations;
	const uint64_t *lost; /* hits that did not fit */
	/* The state at payload_output__begin. */
	int64_t own_before;
	unsigned long long durations_before[DURATION_BUCKETS];
	struct event_reader events;
	struct line_reader lines;
	struct output_truth truth;
	struct drain_thread thread;
};

/*
 * Opens the output of a loaded object; `kind` must not be OUTPUT_NONE. `p` and everything that
 * `truth` points to must stay valid and must not move. 0, or -errno with nothing to close.
 */
int payload_output__open(struct payload_output *p, enum output_id id,
			 const struct bpf_object *object, const struct output_truth *truth);
void payload_output__close(struct payload_output *p);
/* COUNT_UNKNOWN if the payload counts nothing; `lost` is COUNT_UNKNOWN if it cannot lose events. */
int64_t payload_output__hits(struct payload_output *p, int64_t *lost);
/* Starts the span that payload_output__check examines. */
void payload_output__begin(struct payload_output *p);
/* Writes what is wrong with the output, in words, or "". */
void payload_output__check(struct payload_output *p, const struct output_span *span, char *text,
			   size_t size);

void event_truth__add(struct event_truth *t, const struct hit_event *event);

#endif
