// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * At a system call that few programs make: a line, and an event through each kind of buffer. Its
 * BTF has the type of `ring` by the usual pointer that nothing uses, and that of `typed` by its
 * map.
 */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <stdbool.h>

char LICENSE[] SEC("license") = "GPL";

enum kind { KIND_NONE, KIND_PARENT = 3 };

struct event {
	__u32 pid;
	__s32 result;
	enum kind kind;
	bool is_first;
	char command[16];
	__u8 address[4];
	__u64 most;
	struct {
		__u16 line;
		__s8 column;
	} at[2];
	unsigned int low : 3, high : 5;
	union {
		__u16 whole;
		__u8 half;
	};
	const void *where;
};

struct typed_event {
	__u64 number;
};

const struct event *unused __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} per_cpu SEC(".maps");

/* libbpf alone would not load it, and others do. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 65536);
	__type(value, struct typed_event);
} typed SEC(".maps");

__u64 sent;

SEC("tp/syscalls/sys_enter_getppid") int tell(void *context)
{
	struct event event = { .pid = (__u32)(bpf_get_current_pid_tgid() >> 32),
			       .result = -2,
			       .kind = KIND_PARENT,
			       .is_first = true,
			       .address = { 127, 0, 0, 1 },
			       .most = ~0ULL,
			       .at = { { 7, -1 }, { 8, 1 } },
			       .low = 5,
			       .high = 17,
			       .whole = 258,
			       .where = (void *)0xffff888000001234ULL };
	struct typed_event typed_event = { 41 };
	__u16 small = 0x0102;

	bpf_get_current_comm(event.command, sizeof(event.command));
	bpf_printk("process %d asks\nfor its parent\n", event.pid);
	bpf_ringbuf_output(&ring, &event, sizeof(event), 0);
	bpf_ringbuf_output(&typed, &typed_event, sizeof(typed_event), 0);
	bpf_perf_event_output(context, &per_cpu, BPF_F_CURRENT_CPU, &small, sizeof(small));
	__sync_fetch_and_add(&sent, 1);
	return 0;
}
