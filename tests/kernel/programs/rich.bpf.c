// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A program with all that a program may have: maps, global data, a loop, a tail call, a ring
 * buffer, and a function of its own.
 */
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct event {
	__u32 pid;
	__u32 rounds;
	__u64 sum;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} hits_of SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} hits_of_cpu SEC(".maps");

int after(void *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} next SEC(".maps") = {
	.values = { (void *)&after },
};

const volatile __u32 rounds = 8;
__u64 total;

/* bpf2bpf */
static __noinline __u64 sum_to(__u32 n)
{
	__u64 sum = 0;

	for (__u32 i = 0; i < n && i < 64; i++)
		sum = (sum << 1) ^ (sum >> 3) ^ i;
	return sum;
}

/* Reached by the tail call only. */
SEC("kprobe")
int after(void *ctx)
{
	(void)ctx;
	__sync_fetch_and_add(&total, 1);
	return 0;
}

SEC("kprobe/vfs_unlink")
int enter(struct pt_regs *ctx)
{
	__u32 zero = 0, pid = bpf_get_current_pid_tgid() >> 32;
	__u64 one = 1, *n = bpf_map_lookup_elem(&hits_of, &pid);
	struct event *event;

	if (n)
		__sync_fetch_and_add(n, 1);
	else
		bpf_map_update_elem(&hits_of, &pid, &one, BPF_ANY);
	n = bpf_map_lookup_elem(&hits_of_cpu, &zero);
	if (n)
		++*n;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (event) {
		event->pid = pid;
		event->rounds = rounds;
		event->sum = sum_to(rounds);
		bpf_get_current_comm(event->comm, sizeof(event->comm));
		bpf_ringbuf_submit(event, 0);
	}
	bpf_tail_call(ctx, &next, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
