// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload_output.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/object_map.h"
#include "bench/hook/output_kind.h"

const struct output_kind *output_kind__of(enum output_id id)
{
	const struct output_kind *const kinds[OUTPUT_KINDS] = {
		[OUTPUT_COUNT] = &output_count,		[OUTPUT_ARGS] = &output_args,
		[OUTPUT_HASH] = &output_hash,		[OUTPUT_EVENTS] = &output_events,
		[OUTPUT_LINES] = &output_lines,		[OUTPUT_STACKS] = &output_stacks,
		[OUTPUT_DURATIONS] = &output_durations,
	};

	return kinds[id];
}

static bool may_lose(const struct payload_output *p)
{
	const struct bpf_map *map = object_map__find(p->object, ".data.lost");

	return map && bpf_map__autocreate(map);
}

static int open_lost(struct payload_output *p)
{
	if (!may_lose(p))
		return 0;
	p->lost = object_map__read_section(p->object, ".data.lost", sizeof(*p->lost));
	return p->lost ? 0 : -errno;
}

static void close_lost(struct payload_output *p)
{
	if (may_lose(p))
		object_map__unmap(p->lost, sizeof(*p->lost));
	p->lost = NULL;
}

static void drain(void *context)
{
	struct payload_output *p = context;

	p->kind->drain(p);
}

int payload_output__open(struct payload_output *p, enum output_id id,
			 const struct bpf_object *object, const struct output_truth *truth)
{
	int err;

	*p = (struct payload_output){
		.kind = output_kind__of(id),
		.object = object,
		.truth = *truth,
		.thread.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	err = open_lost(p);
	if (!err && p->kind->open)
		err = p->kind->open(p);
	if (!err && p->kind->drain) {
		err = drain_thread__start(&p->thread, drain, p);
		if (err)
			p->kind->close(p);
	}
	if (err) {
		close_lost(p);
		p->kind = NULL;
	}
	return err;
}

void payload_output__close(struct payload_output *p)
{
	if (!p->kind)
		return;
	drain_thread__stop(&p->thread);
	if (p->kind->close)
		p->kind->close(p);
	close_lost(p);
	p->kind = NULL;
}

/* Includes what has arrived by now. */
static void lock(struct payload_output *p)
{
	pthread_mutex_lock(&p->thread.lock);
	if (p->kind->drain)
		p->kind->drain(p);
}

int64_t payload_output__hits(struct payload_output *p, int64_t *lost)
{
	int64_t hits;

	*lost = COUNT_UNKNOWN;
	if (!p->kind)
		return COUNT_UNKNOWN;
	lock(p);
	hits = p->kind->hits(p);
	if (p->lost) {
		*lost = (int64_t)__atomic_load_n(p->lost, __ATOMIC_RELAXED);
		hits += *lost;
	}
	pthread_mutex_unlock(&p->thread.lock);
	return hits;
}

void payload_output__begin(struct payload_output *p)
{
	if (!p->kind)
		return;
	lock(p);
	if (p->kind->own)
		p->own_before = p->kind->own(p);
	if (p->durations)
		memcpy(p->durations_before, p->durations, sizeof(p->durations_before));
	pthread_mutex_unlock(&p->thread.lock);
}

void payload_output__check(struct payload_output *p, const struct output_span *span, char *text,
			   size_t size)
{
	int64_t own, lost = span->lost == COUNT_UNKNOWN ? 0 : span->lost;

	text[0] = '\0';
	if (!p->kind)
		return;
	lock(p);
	if (p->kind->check)
		p->kind->check(p, span, text, size);
	own = p->kind->own && p->truth.events.pid ? p->kind->own(p) - p->own_before
						  : span->expected;
	if (!text[0] && own + lost < span->expected)
		snprintf(text, size,
			 "%" PRId64 " hits of the workload's process and %" PRId64
			 " lost ones, of %" PRId64,
			 own, lost, span->expected);
	pthread_mutex_unlock(&p->thread.lock);
}
