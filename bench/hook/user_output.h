/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ring and perf buffers of a user's object. A thread takes what arrives every few milliseconds,
 * so that they do not fill up, as the user's own program would.
 */
#ifndef HOOKBENCH_BENCH_HOOK_USER_OUTPUT_H
#define HOOKBENCH_BENCH_HOOK_USER_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include "bench/hook/drain_thread.h"
#include "bench/hook/user_object.h"

struct bpf_object;
struct user_buffer;

/* Initialise with { 0 }: nothing is open. Must not move while it is open. */
struct user_output {
	size_t n;
	struct user_buffer *buffers; /* NULL: the object has none, and there is no thread */
	user_event_fn take;
	void *context;
	uint64_t events; /* so far */
	uint64_t lost;	 /* of perf buffers, so far */
	struct drain_thread thread;
};

/*
 * Opens all buffers of a loaded object. take: NULL: events are dropped. 0, or -errno with nothing
 * to close.
 */
int user_output__open(struct user_output *o, const struct bpf_object *object, user_event_fn take,
		      void *context);
/*
 * Takes what has arrived by now. Returns the events lost so far; COUNT_UNKNOWN without buffers, and
 * once a ring buffer was more than half full.
 */
int64_t user_output__lost(struct user_output *o);
/* Takes what has arrived by now, and ends the thread. Accepts one that is not open. */
void user_output__close(struct user_output *o);

#endif
