// SPDX-License-Identifier: GPL-2.0-or-later
/* Events and lines: each is compared with what the workload does. */
#include "bench/hook/output_kind.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/hook/payload_output.h"

static void event_truth__note_wrong(struct event_truth *t, const struct hit_event *event,
				    int64_t result)
{
	if (!t->wrong++)
		snprintf(t->first_wrong, sizeof(t->first_wrong),
			 "an event has the file name \"%.60s\" and the result %" PRId64
			 ", not \"%.60s\" and %" PRId64,
			 event->has_name ? event->name : "", event->has_result ? result : t->result,
			 t->file_name ? t->file_name : "", t->result);
}

static bool is_of_other_file(const struct event_truth *t, const struct hit_event *event)
{
	return t->has_other_names && event->has_name && t->file_name &&
	       strncmp(event->name, t->file_name, HIT_NAME_SIZE) != 0;
}

static bool is_right(const struct event_truth *t, const struct hit_event *event, int64_t result)
{
	if ((t->wants_name && !event->has_name) || (t->wants_result && !event->has_result))
		return false;
	if (event->has_name && t->file_name &&
	    strncmp(event->name, t->file_name, HIT_NAME_SIZE) != 0)
		return false;
	return !event->has_result || !t->knows_result || result == t->result;
}

void event_truth__add(struct event_truth *t, const struct hit_event *event)
{
	int64_t result = t->is_int ? (int32_t)event->result : event->result;

	if (!t->pid || event->pid != t->pid || is_of_other_file(t, event))
		t->others++;
	else if (is_right(t, event, result))
		t->right++;
	else
		event_truth__note_wrong(t, event, result);
}

static void take_event(const struct hit_event *event, void *context)
{
	event_truth__add(context, event);
}

static void take_line(const char *line, const struct hit_event *event, void *context)
{
	(void)line;
	event_truth__add(context, event);
}

static int64_t truth__hits(struct payload_output *p)
{
	return (int64_t)(p->truth.events.others + p->truth.events.right + p->truth.events.wrong);
}

static int64_t truth__own(struct payload_output *p)
{
	return (int64_t)p->truth.events.right;
}

static void truth__check(struct payload_output *p, const struct output_span *span, char *text,
			 size_t size)
{
	const struct event_truth *t = &p->truth.events;

	(void)span;
	if (t->wrong)
		snprintf(text, size, "%" PRIu64 " event%s wrong: %s", t->wrong,
			 t->wrong == 1 ? " is" : "s are", t->first_wrong);
}

static int events__open(struct payload_output *p)
{
	return event_reader__open(&p->events, p->object, take_event, &p->truth.events);
}

static void events__close(struct payload_output *p)
{
	event_reader__close(&p->events);
}

static void events__drain(struct payload_output *p)
{
	event_reader__drain(&p->events);
}

const struct output_kind output_events = {
	.by_pid = true,
	.open = events__open,
	.close = events__close,
	.drain = events__drain,
	.hits = truth__hits,
	.own = truth__own,
	.check = truth__check,
};

static int lines__open(struct payload_output *p)
{
	int err = line_reader__open(&p->lines, take_line, &p->truth.events);

	if (!err)
		p->lost = &p->lines.lost;
	return err;
}

static void lines__close(struct payload_output *p)
{
	line_reader__close(&p->lines);
}

static void lines__drain(struct payload_output *p)
{
	line_reader__drain(&p->lines);
}

const struct output_kind output_lines = {
	.by_pid = true,
	.is_shared = true,
	.of_each_hook = true,
	.open = lines__open,
	.close = lines__close,
	.drain = lines__drain,
	.hits = truth__hits,
	.own = truth__own,
	.check = truth__check,
};
