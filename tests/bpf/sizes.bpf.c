// SPDX-License-Identifier: GPL-2.0-or-later
/* Maps whose sizes are left to a loader, as in many tools, and some that have or need none. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 7);
	__type(key, __u32);
	__type(value, __u64);
} sized SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__type(key, __u32);
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} storage SEC(".maps");

__u64 global;

SEC("tp/syscalls/sys_enter_getppid") int use_all(void *context)
{
	__u32 key = 0;
	__u64 one = 1, *event;

	bpf_map_update_elem(&hash, &key, &one, BPF_ANY);
	bpf_map_update_elem(&sized, &key, &one, BPF_ANY);
	bpf_get_stackid(context, &stacks, 0);
	event = bpf_ringbuf_reserve(&ring, sizeof(*event), 0);
	if (event) {
		*event = one;
		bpf_ringbuf_submit(event, 0);
	}
	bpf_perf_event_output(context, &per_cpu, BPF_F_CURRENT_CPU, &one, sizeof(one));
	bpf_task_storage_get(&storage, (void *)bpf_get_current_task_btf(), NULL, 1);
	global++;
	return 0;
}
