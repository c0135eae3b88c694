/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What programs do at a hit: the payloads. They are the same for all backends, which therefore
 * differ by how they are attached, and how they come by the file name and the result. Each backend
 * makes a program of each payload that it can carry, see programs.bpf.h; only one is loaded.
 */
#ifndef HOOKBENCH_BPF_HIT_BPF_H
#define HOOKBENCH_BPF_HIT_BPF_H

/* First: the next header uses its types without including it. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <stdbool.h>

#include "bpf/payload.h"

/* How a backend reads the file name of a hit into `to`, HIT_NAME_SIZE long: its length or -errno.
 */
typedef long (*name_reader)(void *ctx, char *to);
/* The result of the function that was hooked. */
typedef long long (*result_reader)(void *ctx);

/* ---- what the loader sets ---- */

/*
 * Which parameter, from 0, is the file name; NAME_UNREADABLE if there is none, or if it is freed by
 * the time of the hit. Read-only, and set before loading: the verifier removes what is not used.
 */
const volatile __u32 name_parameter SEC(".rodata.name") = NAME_UNREADABLE;
/* Not 0: a name that was there at the entry can still be read at the return. */
const volatile __u32 name_survives SEC(".rodata.survives");
/* Not 0: the function returns an int, and the upper half of the register is undefined. */
const volatile __u32 result_is_int SEC(".rodata.result");

/* What a line of the payload printk begins with; a header of a kind of hooks may say another. */
#ifndef PRINTK_ENTRY
#define PRINTK_ENTRY "entry"
#define PRINTK_EXIT  "exit"
#endif

/* ---- what they leave behind ---- */

/* In sections that the harness maps: reading them is a memory access, not a system call. */
struct hit_slot hit_slots[HIT_SLOTS];
unsigned long long durations[DURATION_BUCKETS] SEC(".data.durations");
/* Hits that there was no room for. */
unsigned long long lost_hits SEC(".data.lost");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct args_slot);
} args_of_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u32); /* of a process */
	__type(value, __u64);
} hits_of_pid SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, HIT_EVENTS_SIZE);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, STACKS);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, STACK_DEPTH * sizeof(__u64));
} stacks SEC(".maps");

/* Between a call's entry and its return, by thread. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, __u64);
} entry_times SEC(".maps");

struct kept_name {
	char text[HIT_NAME_SIZE];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct kept_name);
} entry_names SEC(".maps");

/* ---- payloads ---- */

static __always_inline __u32 hit__slot(void)
{
	return bpf_get_smp_processor_id() & (HIT_SLOTS - 1);
}

static __always_inline __u32 hit__pid(void)
{
	return bpf_get_current_pid_tgid() >> 32;
}

static __always_inline void hit__lose(void)
{
	__sync_fetch_and_add(&lost_hits, 1);
}

/* Atomic, because a program on a trampoline may be preempted by another hit on its CPU. */
static __always_inline void payload__count(void)
{
	__sync_fetch_and_add(&hit_slots[hit__slot()].hits, 1);
}

/* One BPF instruction that nothing removes, and that every JIT makes one machine instruction of. */
static __always_inline void payload__empty_plus_one(void)
{
	asm volatile("r2 = 1" ::: "r2");
}

static __always_inline void payload__args(void *ctx, name_reader read_name)
{
	__u32 first = 0;
	struct args_slot *slot = bpf_map_lookup_elem(&args_of_cpu, &first);

	if (!slot)
		return; /* never: the verifier asks for it */
	slot->pid = hit__pid();
	if (read_name(ctx, slot->name) > 0)
		payload__count();
}

static __always_inline void payload__hash(void)
{
	__u32 pid = hit__pid();
	__u64 *hits = bpf_map_lookup_elem(&hits_of_pid, &pid), one = 1;

	if (!hits && bpf_map_update_elem(&hits_of_pid, &pid, &one, BPF_NOEXIST)) {
		/* Another thread was first; or there is no room. */
		hits = bpf_map_lookup_elem(&hits_of_pid, &pid);
		if (!hits)
			hit__lose();
	}
	if (hits)
		__sync_fetch_and_add(hits, 1);
}

static __always_inline void payload__stack(void *ctx, __u64 flags)
{
	if (bpf_get_stackid(ctx, &stacks, flags) < 0)
		hit__lose();
	else
		payload__count();
}

/* Wakes no reader: it polls every few milliseconds. NULL if there is no room. */
static __always_inline struct hit_event *event__begin(void)
{
	struct hit_event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	__u64 id = bpf_get_current_pid_tgid();

	if (!event) {
		hit__lose();
		return NULL;
	}
	event->pid = id >> 32;
	event->tid = (__u32)id;
	event->result = 0;
	event->has_name = event->has_result = 0;
	bpf_get_current_comm(event->command, sizeof(event->command));
	return event;
}

static __always_inline void event__send(struct hit_event *event)
{
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

static __always_inline void event__set_result(struct hit_event *event, long long result)
{
	event->result = result;
	event->has_result = 1;
}

static __always_inline void payload__ringbuf(void *ctx, name_reader read_name,
					     result_reader read_result)
{
	struct hit_event *event = event__begin();

	if (!event)
		return;
	if (read_name && name_parameter != NAME_UNREADABLE)
		event->has_name = read_name(ctx, event->name) > 0;
	if (read_result)
		event__set_result(event, read_result(ctx));
	event__send(event);
}

static __always_inline long long hit__result(void *ctx, result_reader read_result)
{
	long long result = read_result(ctx);

	return result_is_int ? (int)result : result;
}

/* The lines of the tutorial; without what a hook does not see. */
static __always_inline void payload__printk(void *ctx, name_reader read_name,
					    result_reader read_result)
{
	bool has_name = read_name && name_parameter != NAME_UNREADABLE;
	char name[HIT_NAME_SIZE];
	__u32 pid = hit__pid();

	if (has_name && read_name(ctx, name) <= 0)
		name[0] = '\0';
	if (has_name && read_result)
		bpf_printk(PRINTK_EXIT ": pid = %d, filename = %s, ret = %ld\n", pid, name,
			   hit__result(ctx, read_result));
	else if (has_name)
		bpf_printk(PRINTK_ENTRY ": pid = %d, filename = %s\n", pid, name);
	else if (read_result)
		bpf_printk(PRINTK_EXIT ": pid = %d, ret = %ld\n", pid,
			   hit__result(ctx, read_result));
	else
		bpf_printk(PRINTK_ENTRY ": pid = %d\n", pid);
}

/* At the return of a call whose entry is hooked too. */
static __always_inline void payload__printk_at_return(void *ctx, name_reader read_name,
						      result_reader read_result)
{
	if (read_name && name_survives)
		payload__printk(ctx, read_name, read_result);
	else
		payload__printk(ctx, NULL, read_result);
}

/* ---- payloads of two hooks: at the entry something is kept for the return ---- */

static __always_inline void duration__record(__u64 ns)
{
	__u32 bucket = 0;

	/* The base-2 logarithm: BPF has no instruction for it, and old kernels no loops. */
#pragma unroll
	for (int shift = 32; shift; shift >>= 1)
		if (ns >> shift) {
			ns >>= shift;
			bucket += shift;
		}
	__sync_fetch_and_add(&durations[bucket & (DURATION_BUCKETS - 1)], 1);
}

static __always_inline void duration__begin(void)
{
	__u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();

	if (bpf_map_update_elem(&entry_times, &id, &now, BPF_ANY))
		hit__lose();
}

static __always_inline void duration__end(void)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u64 *begin = bpf_map_lookup_elem(&entry_times, &id);

	if (!begin)
		return; /* hooked in the middle of the call */
	duration__record(bpf_ktime_get_ns() - *begin);
	bpf_map_delete_elem(&entry_times, &id);
}

/* A name may be freed by the time the function returns. */
static __always_inline void ringbuf__begin(void *ctx, name_reader read_name)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct kept_name name = {};

	if (name_parameter != NAME_UNREADABLE && read_name(ctx, name.text) > 0)
		bpf_map_update_elem(&entry_names, &id, &name, BPF_ANY);
}

static __always_inline void ringbuf__end(void *ctx, result_reader read_result)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct kept_name *name = bpf_map_lookup_elem(&entry_names, &id);
	struct hit_event *event = event__begin();

	if (event) {
		if (name)
			event->has_name = bpf_probe_read_kernel_str(event->name, HIT_NAME_SIZE,
								    name->text) > 0;
		event__set_result(event, read_result(ctx));
		event__send(event);
	}
	if (name)
		bpf_map_delete_elem(&entry_names, &id);
}

char LICENSE[] SEC("license") = "GPL";

#endif
