// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload_output.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/object_map.h"
#include "bench/hook/output_kind.h"
#include "bench/machine/fifo_priority.h"

/*
 * How often events are taken: on a fast machine, a thousand arrive in this time. With one CPU, as
 * in exact mode, the trace buffer has room for a few hundred lines.
 */
#define DRAIN_US	 2000
#define DRAIN_ONE_CPU_US 500

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

static void *drain_all(void *context)
{
	unsigned int pause_us = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? DRAIN_US : DRAIN_ONE_CPU_US;
	struct payload_output *p = context;

	while (!__atomic_load_n(&p->stop, __ATOMIC_RELAXED)) {
		usleep(pause_us);
		pthread_mutex_lock(&p->lock);
		p->kind->drain(p);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

/*
 * The thread blocks all signals: otherwise it could receive SIGCHLD, which the caller may wait for
 * with a signalfd.
 */
static int start_thread(struct payload_output *p)
{
	struct fifo_priority own;
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fifo_priority__take(&own);
	err = pthread_create(&p->thread, NULL, drain_all, p);
	fifo_priority__give_back(&own);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

int payload_output__open(struct payload_output *p, enum output_id id,
			 const struct bpf_object *object, const struct output_truth *truth)
{
	int err;

	*p = (struct payload_output){
		.kind = output_kind__of(id),
		.object = object,
		.truth = *truth,
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	err = open_lost(p);
	if (!err && p->kind->open)
		err = p->kind->open(p);
	if (!err && p->kind->drain) {
		err = start_thread(p);
		p->has_thread = !err;
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
	if (p->has_thread) {
		__atomic_store_n(&p->stop, true, __ATOMIC_RELAXED);
		pthread_join(p->thread, NULL);
	}
	if (p->kind->close)
		p->kind->close(p);
	close_lost(p);
	p->kind = NULL;
	p->has_thread = false;
}

/* Includes what has arrived by now. */
static void lock(struct payload_output *p)
{
	pthread_mutex_lock(&p->lock);
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
	pthread_mutex_unlock(&p->lock);
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
	pthread_mutex_unlock(&p->lock);
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
	pthread_mutex_unlock(&p->lock);
}
