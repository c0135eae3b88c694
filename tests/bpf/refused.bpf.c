// SPDX-License-Identifier: GPL-2.0-or-later
/* The verifier refuses one of two programs. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tp/syscalls/sys_enter_getppid") int sound(void *context)
{
	(void)context;
	return 0;
}

SEC("tracepoint/syscalls/sys_exit_getppid") int unsound(void *context)
{
	return *(int *)((char *)context + 4000000);
}
