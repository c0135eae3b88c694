/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a user's loaded object puts out: the lines that its programs print, and the events of its
 * ring and perf buffers.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_PROGRAM_READER_H
#define HOOKBENCH_BENCH_PROGRAMS_PROGRAM_READER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/hook/events.h"
#include "bench/hook/user_output.h"

/* { 0 } until it is opened; must not move while it is open. */
struct program_reader {
	struct line_reader lines;
	bool prints; /* the trace pipe is open */
	struct user_output output;
	user_event_fn take_event;
	void *context;
	pthread_mutex_t lock; /* held while one of the caller's functions runs */
};

/*
 * take_line: with the event NULL. Only an object whose programs print has the trace pipe opened,
 * since each line of it goes to one reader only; it also has the lines of other programs. One of
 * the functions is called at a time, by any thread. 0, or -errno with the reason in
 * hook__last_message and nothing to close.
 */
int program_reader__open(struct program_reader *r, const struct bpf_object *object,
			 line_fn take_line, user_event_fn take_event, void *context);
/* Takes what has arrived by now. */
void program_reader__drain(struct program_reader *r);
/* Lost lines and events. COUNT_UNKNOWN once a ring buffer was more than half full. */
int64_t program_reader__lost(struct program_reader *r);
void program_reader__close(struct program_reader *r);

#endif
