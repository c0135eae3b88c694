// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_output.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/ring_fill.h"

/* Of each CPU: as in libbpf's own tools, and as most users have it. */
#define PERF_PAGES 64

struct user_buffer {
	struct user_output *owner;
	const char *map;
	/* One of them. */
	struct ring_buffer *ring;
	struct ring_fill fill;
	struct perf_buffer *perf;
};

/* ---- what comes ---- */

static void take(struct user_buffer *b, const void *data, size_t size)
{
	b->owner->events++;
	if (b->owner->take)
		b->owner->take(b->map, data, size, b->owner->context);
}

static int take_ring(void *context, void *data, size_t size)
{
	struct user_buffer *b = context;

	ring_fill__look(&b->fill);
	take(b, data, size);
	return 0;
}

static void take_perf(void *context, int cpu, void *data, __u32 size)
{
	(void)cpu;
	take(context, data, size);
}

static void count_lost(void *context, int cpu, __u64 n)
{
	struct user_buffer *b = context;

	(void)cpu;
	b->owner->lost += n;
}

static void drain(void *context)
{
	struct user_output *o = context;

	for (size_t i = 0; i < o->n; i++) {
		if (o->buffers[i].ring)
			ring_buffer__consume(o->buffers[i].ring);
		else
			perf_buffer__consume(o->buffers[i].perf);
	}
}

/* ---- the buffers ---- */

static bool is_buffer(const struct bpf_map *map)
{
	return bpf_map__fd(map) >= 0 && (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF ||
					 bpf_map__type(map) == BPF_MAP_TYPE_PERF_EVENT_ARRAY);
}

static size_t count_buffers(const struct bpf_object *object)
{
	struct bpf_map *map;
	size_t n = 0;

	bpf_object__for_each_map(map, object) n += is_buffer(map);
	return n;
}

static void close_buffer(struct user_buffer *b)
{
	ring_buffer__free(b->ring);
	ring_fill__close(&b->fill);
	perf_buffer__free(b->perf);
}

static int open_ring(struct user_buffer *b, const struct bpf_map *map)
{
	int err = ring_fill__open(&b->fill, bpf_map__fd(map), bpf_map__max_entries(map));

	if (err)
		return err;
	b->ring = ring_buffer__new(bpf_map__fd(map), take_ring, b, NULL);
	if (b->ring)
		return 0;
	err = -errno;
	close_buffer(b);
	return err;
}

static int open_buffer(struct user_buffer *b, struct user_output *o, const struct bpf_map *map)
{
	*b = (struct user_buffer){ .owner = o, .map = bpf_map__name(map) };
	if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF)
		return open_ring(b, map);
	b->perf = perf_buffer__new(bpf_map__fd(map), PERF_PAGES, take_perf, count_lost, b, NULL);
	return b->perf ? 0 : -errno;
}

static void close_buffers(struct user_output *o)
{
	for (size_t i = 0; i < o->n; i++)
		close_buffer(&o->buffers[i]);
	free(o->buffers);
	o->buffers = NULL;
	o->n = 0;
}

static int open_buffers(struct user_output *o, const struct bpf_object *object)
{
	struct bpf_map *map;
	int err = 0;

	bpf_object__for_each_map(map, object)
	{
		if (err || !is_buffer(map))
			continue;
		err = open_buffer(&o->buffers[o->n], o, map);
		o->n += !err;
	}
	return err;
}

/* ---- public functions ---- */

int user_output__open(struct user_output *o, const struct bpf_object *object, user_event_fn take_fn,
		      void *context)
{
	size_t n = count_buffers(object);
	int err;

	*o = (struct user_output){
		.take = take_fn,
		.context = context,
		.thread.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	if (!n)
		return 0;
	o->buffers = calloc(n, sizeof(*o->buffers));
	if (!o->buffers)
		return -ENOMEM;
	err = open_buffers(o, object);
	if (!err)
		err = drain_thread__start(&o->thread, drain, o);
	if (err)
		close_buffers(o);
	return err;
}

static bool may_have_lost(const struct user_output *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->buffers[i].fill.was_half_full)
			return true;
	return false;
}

int64_t user_output__lost(struct user_output *o)
{
	int64_t lost;

	if (!o->buffers)
		return COUNT_UNKNOWN;
	pthread_mutex_lock(&o->thread.lock);
	drain(o);
	lost = may_have_lost(o) ? COUNT_UNKNOWN : (int64_t)o->lost;
	pthread_mutex_unlock(&o->thread.lock);
	return lost;
}

void user_output__close(struct user_output *o)
{
	if (!o->buffers)
		return;
	drain_thread__stop(&o->thread);
	drain(o);
	close_buffers(o);
}
