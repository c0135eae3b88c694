// SPDX-License-Identifier: GPL-2.0-or-later
/* At a system call that only the test makes: an event through each kind of buffer. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} per_cpu SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} hookbench_test_pinned SEC(".maps");

const volatile __u32 pid;
__u32 sent;

static int is_own(void)
{
	return bpf_get_current_pid_tgid() >> 32 == pid;
}

SEC("tp/syscalls/sys_enter_getppid") int send(void *context)
{
	__u32 number;

	if (!is_own())
		return 0;
	number = __sync_fetch_and_add(&sent, 1);
	bpf_ringbuf_output(&ring, &number, sizeof(number), 0);
	bpf_perf_event_output(context, &per_cpu, BPF_F_CURRENT_CPU, &number, sizeof(number));
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_getppid") int see(void *context)
{
	__u32 zero = 0;
	__u64 *value = bpf_map_lookup_elem(&hookbench_test_pinned, &zero);

	(void)context;
	if (value && is_own())
		__sync_fetch_and_add(value, 1);
	return 0;
}
