/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the events of a hook: from its ring buffer, or as lines of the kernel's trace pipe. */
#ifndef HOOKBENCH_BENCH_HOOK_EVENTS_H
#define HOOKBENCH_BENCH_HOOK_EVENTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "bpf/payload.h"

struct bpf_object;

/* Called for each event, in the order sent. */
typedef void (*event_fn)(const struct hit_event *event, void *context);
/*
 * Called for each line of a hook, with the line as printed by the kernel and the event parsed from
 * it.
 */
typedef void (*line_fn)(const char *line, const struct hit_event *event, void *context);

struct event_reader {
	struct ring_buffer *ring;
	const uint64_t *lost; /* mapped: number of events that did not fit */
	event_fn take;
	void *context;
};

/*
 * Opens the buffer of a loaded object with the payload ringbuf. 0, or -errno with nothing to close.
 */
int event_reader__open(struct event_reader *r, const struct bpf_object *object, event_fn take,
		       void *context);
/* Takes the available events, without waiting. */
void event_reader__drain(struct event_reader *r);
/* Events lost since the hook was loaded. */
uint64_t event_reader__lost(const struct event_reader *r);
void event_reader__close(struct event_reader *r);

struct line_reader {
	int fd; /* -1 while closed */
	char text[16384];
	size_t size;
	uint64_t lost; /* lines that the kernel reports as lost */
	line_fn take;
	void *context;
	/*
	 * Set after opening: take the lines of all BPF programs, whatever they print. The event of
	 * a line is then NULL.
	 */
	bool any;
	bool is_within; /* of these: the line before was one */
};

/*
 * Opens the trace pipe and discards the lines already in it. Each line goes to one reader only:
 * several readers share them. 0, or -errno with nothing to close.
 */
int line_reader__open(struct line_reader *r, line_fn take, void *context);
void line_reader__drain(struct line_reader *r);
void line_reader__close(struct line_reader *r);

/*
 * Whether the line is printed by a BPF program, or, if the line before was (`is_within`), is the
 * rest of it: a program may print several lines at once.
 */
bool line__is_printed(const char *line, bool is_within);
/* Parses a line of the payload printk; -EINVAL if it is not one. */
int line__parse(const char *line, struct hit_event *event);

#endif
