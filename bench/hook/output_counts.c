// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Counters that programs increment, per CPU or per process, and what some programs record with
 * them.
 */
#include "bench/hook/output_kind.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/object_map.h"
#include "bench/hook/payload_output.h"
#include "bench/kernel/kernel_code.h"
#include "bench/machine/own_code.h"

#define SLOTS_SIZE (HIT_SLOTS * sizeof(struct hit_slot))

/* ---- count ---- */

static int count__open(struct payload_output *p)
{
	p->slots = object_map__read_section(p->object, ".bss", SLOTS_SIZE);
	return p->slots ? 0 : -errno;
}

static void count__close(struct payload_output *p)
{
	object_map__unmap(p->slots, SLOTS_SIZE);
}

static int64_t count__hits(struct payload_output *p)
{
	int64_t hits = 0;

	for (size_t i = 0; i < HIT_SLOTS; i++)
		hits += (int64_t)__atomic_load_n(&p->slots[i].hits, __ATOMIC_RELAXED);
	return hits;
}

const struct output_kind output_count = {
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
};

/* ---- args ---- */

/* The last hit on each CPU. The caller must free it; NULL if it cannot be read. */
static struct args_slot *read_args(const struct payload_output *p, int *n)
{
	int map = object_map__fd(p->object, "args_of_cpu");
	struct args_slot *slots;
	uint32_t first = 0;

	*n = libbpf_num_possible_cpus();
	slots = *n > 0 ? calloc((size_t)*n, sizeof(*slots)) : NULL;
	if (slots && bpf_map_lookup_elem(map, &first, slots))
		*n = 0;
	return slots;
}

/* Hits of this process must have the workload's file name. */
static void args__check(struct payload_output *p, const struct output_span *span, char *text,
			size_t size)
{
	const char *wanted = p->truth.events.has_other_names ? NULL : p->truth.events.file_name;
	/* The last hit may be another process's. */
	bool seen = !p->truth.events.pid || span->hits > span->expected;
	int n;
	struct args_slot *slots = read_args(p, &n);

	for (int i = 0; slots && i < n; i++) {
		if (!slots[i].pid || slots[i].pid != p->truth.events.pid)
			continue;
		seen = true;
		if (wanted && strcmp(slots[i].name, wanted) != 0)
			snprintf(text, size, "the program read the file name \"%.80s\", not \"%s\"",
				 slots[i].name, wanted);
	}
	free(slots);
	if (!seen)
		snprintf(text, size, "the program never read the pid of the workload");
}

const struct output_kind output_args = {
	.by_pid = true,
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
	.check = args__check,
};

/* ---- hash ---- */

static uint64_t hash__hits_of(int map, uint32_t pid)
{
	uint64_t hits;

	return bpf_map_lookup_elem(map, &pid, &hits) ? 0 : hits;
}

static int64_t hash__hits(struct payload_output *p)
{
	int map = object_map__fd(p->object, "hits_of_pid");
	uint32_t pid, *last = NULL;
	uint64_t hits = 0;

	for (; !bpf_map_get_next_key(map, last, &pid); last = &pid)
		hits += hash__hits_of(map, pid);
	return (int64_t)hits;
}

static int64_t hash__own(struct payload_output *p)
{
	int map = object_map__fd(p->object, "hits_of_pid");

	return (int64_t)hash__hits_of(map, p->truth.events.pid);
}

const struct output_kind output_hash = {
	.by_pid = true,
	.hits = hash__hits,
	.own = hash__own,
};

/* ---- stacks ---- */

/* A stack is valid if it starts at a system call or contains the target. */
static bool stack__is_true(const struct payload_output *p, const uint64_t *frames)
{
	for (size_t i = 0; i < STACK_DEPTH && frames[i]; i++)
		if (kernel_code__is_in(p->truth.code, p->truth.function, frames[i]) ||
		    kernel_code__is_in(p->truth.code, KERNEL_CODE_SYSTEM_CALL, frames[i]))
			return true;
	return false;
}

/* A stack in user space that has a frame in this program. */
static bool stack__is_own(const uint64_t *frames)
{
	uint64_t offset;

	for (size_t i = 0; i < STACK_DEPTH && frames[i]; i++)
		if (!own_code__offset((uintptr_t)frames[i], &offset))
			return true;
	return false;
}

static void stacks__check(struct payload_output *p, const struct output_span *span, char *text,
			  size_t size)
{
	int map = object_map__fd(p->object, "stacks");
	uint32_t id, *last = NULL;
	uint64_t frames[STACK_DEPTH];

	(void)span;
	/* Without addresses, nothing can be checked. */
	if (!p->truth.is_user && !kernel_code__is_known(p->truth.code, KERNEL_CODE_SYSTEM_CALL))
		return;
	for (; !bpf_map_get_next_key(map, last, &id); last = &id)
		if (!bpf_map_lookup_elem(map, &id, frames) &&
		    (p->truth.is_user ? stack__is_own(frames) : stack__is_true(p, frames)))
			return;
	if (p->truth.is_user)
		snprintf(text, size, "no stack is one of this program");
	else
		snprintf(text, size, "no stack contains %s or a system call",
			 p->truth.function[0] ? p->truth.function : "the target");
}

const struct output_kind output_stacks = {
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
	.check = stacks__check,
};
