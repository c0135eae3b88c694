// SPDX-License-Identifier: GPL-2.0-or-later
/* A tail call, a function of its own, a loop, and a line that is printed. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

const volatile __u32 pid;
__u64 sum;

int tail(void *context);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, 4);
	__array(values, int(void *));
} next SEC(".maps") = { .values = { [0] = (void *)&tail } };

static __attribute__((noinline)) int add(int turns)
{
	volatile int total = 0;

	for (int i = 0; i < 100 && i < turns; i++)
		total += i;
	return total;
}

SEC("tracepoint") int tail(void *context)
{
	(void)context;
	__sync_fetch_and_add(&sum, 1);
	bpf_printk("tail of %d", pid);
	return 0;
}

SEC("tp/syscalls/sys_enter_getppid") int first(void *context)
{
	if (bpf_get_current_pid_tgid() >> 32 != pid)
		return 0;
	if (add((int)pid) >= 0)
		bpf_tail_call(context, &next, 0);
	return 0;
}
