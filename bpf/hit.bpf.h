/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The body that every backend's program shares, so that backends differ by how they are attached
 * and by nothing else.
 */
#ifndef HOOKBENCH_BPF_HIT_BPF_H
#define HOOKBENCH_BPF_HIT_BPF_H

/* First: the next header uses its types without including it. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "bpf/payload.h"

/* Read-only, and set before loading: the verifier removes the payloads that were not chosen. */
const volatile __u32 payload = PAYLOAD_EMPTY;

/* In .bss, which the harness maps: reading the counters is a memory access, not a system call. */
struct hit_slot hit_slots[HIT_SLOTS];

static __always_inline void payload__count(void)
{
	__u32 cpu = bpf_get_smp_processor_id();

	/* Atomic, because a program on a trampoline may be preempted by another hit on its CPU. */
	__sync_fetch_and_add(&hit_slots[cpu & (HIT_SLOTS - 1)].hits, 1);
}

/* One BPF instruction that nothing removes, and that every JIT makes one machine instruction of. */
static __always_inline void payload__empty_plus_one(void)
{
	asm volatile("r2 = 1" ::: "r2");
}

/* Returns 0: a trampoline program must, and after a 0 a kprobe skips writing a perf record. */
static __always_inline int hit(void)
{
	const __u32 chosen = payload;

	if (chosen == PAYLOAD_COUNT)
		payload__count();
	else if (chosen == PAYLOAD_EMPTY_PLUS_ONE)
		payload__empty_plus_one();
	return 0;
}

char LICENSE[] SEC("license") = "GPL";

#endif
