// SPDX-License-Identifier: GPL-2.0-or-later
/* A histogram of the time between a call's entry and its return. */
#include "bench/hook/output_kind.h"

#include <errno.h>
#include <stdio.h>

#include "bench/hook/object_map.h"
#include "bench/hook/payload_output.h"

#define DURATIONS_SIZE (DURATION_BUCKETS * sizeof(unsigned long long))

static int durations__open(struct payload_output *p)
{
	p->durations = object_map__read_section(p->object, ".data.durations", DURATIONS_SIZE);
	return p->durations ? 0 : -errno;
}

static void durations__close(struct payload_output *p)
{
	object_map__unmap(p->durations, DURATIONS_SIZE);
}

static int64_t durations__hits(struct payload_output *p)
{
	int64_t hits = 0;

	for (size_t i = 0; i < DURATION_BUCKETS; i++)
		hits += (int64_t)__atomic_load_n(&p->durations[i], __ATOMIC_RELAXED);
	return hits;
}

/*
 * Adds up the lower bound of each call: the sum must fit into the running time of the threads.
 * Calls of other processes need not.
 */
static void durations__check(struct payload_output *p, const struct output_span *span, char *text,
			     size_t size)
{
	double least = 0;

	for (size_t i = 1; i < DURATION_BUCKETS; i++)
		least += (double)(p->durations[i] - p->durations_before[i]) *
			 (double)(UINT64_C(1) << i);
	if (least > (double)span->elapsed_ns && span->hits == span->expected)
		snprintf(text, size,
			 "durations add up to %.0f ms, but the workload ran for %.0f ms",
			 least / 1e6, (double)span->elapsed_ns / 1e6);
	else if (least == 0)
		snprintf(text, size, "no call took any time");
}

const struct output_kind output_durations = {
	.open = durations__open,
	.close = durations__close,
	.hits = durations__hits,
	.check = durations__check,
};
