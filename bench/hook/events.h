/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events of a hook as they come: through its ring buffer, or as lines of the kernel's trace pipe.
 */
#ifndef HOOKBENCH_BENCH_HOOK_EVENTS_H
#define HOOKBENCH_BENCH_HOOK_EVENTS_H

#include <stdint.h>
#include <sys/types.h>

#include "bpf/payload.h"

struct bpf_object;

/* Called for each event, in the order in which they were sent. */
typedef void (*event_fn)(const struct hit_event *event, void *context);
/* Called for each line of a hook's, as the kernel shows it, and what it says. */
typedef void (*line_fn)(const char *line, const struct hit_event *event, void *context);

struct event_reader {
	struct ring_buffer *ring;
	const uint64_t *lost; /* mapped: events for which there was no room */
	event_fn take;
	void *context;
};

/* Of a loaded object with the payload ringbuf. 0 or -errno; then there is nothing to close. */
int event_reader__open(struct event_reader *r, const struct bpf_object *object, event_fn take,
		       void *context);
/* Takes what is there, and returns. */
void event_reader__drain(struct event_reader *r);
/* Since the hook was loaded. */
uint64_t event_reader__lost(const struct event_reader *r);
void event_reader__close(struct event_reader *r);

struct line_reader {
	int fd; /* -1 while closed */
	char text[16384];
	size_t size;
	uint64_t lost; /* lines that the kernel says it had no room for */
	line_fn take;
	void *context;
};

/*
 * Lines that are there already are thrown away. One reader gets a line: with several, each gets
 * some. 0 or -errno; then there is nothing to close.
 */
int line_reader__open(struct line_reader *r, line_fn take, void *context);
void line_reader__drain(struct line_reader *r);
void line_reader__close(struct line_reader *r);

/* What a line of the payload printk says; -EINVAL if it is none. */
int line__parse(const char *line, struct hit_event *event);

#endif
