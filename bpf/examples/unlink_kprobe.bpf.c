// SPDX-License-Identifier: GPL-2.0-or-later
/* The same as unlink.bpf.c, by a kprobe and a kretprobe. */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

static int own_pid(void)
{
	return (int)(bpf_get_current_pid_tgid() >> 32);
}

SEC("kprobe/do_unlinkat")
int BPF_KPROBE(unlink_begins, int folder, struct filename *file)
{
	bpf_printk("process %d removes %s", own_pid(), BPF_CORE_READ(file, name));
	return 0;
}

SEC("kretprobe/do_unlinkat")
int BPF_KRETPROBE(unlink_ends, long result)
{
	bpf_printk("process %d has removed it: %ld", own_pid(), result);
	return 0;
}
