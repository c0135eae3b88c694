// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints who removes which file, and the result. A program of its own, not a part of hookbench:
 *
 *   hookbench run --program bpf/examples/unlink.bpf.c --kernel 6.12
 */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

static int own_pid(void)
{
	return (int)(bpf_get_current_pid_tgid() >> 32);
}

SEC("fentry/do_unlinkat")
int BPF_PROG(unlink_begins, int folder, struct filename *file)
{
	bpf_printk("process %d removes %s", own_pid(), BPF_CORE_READ(file, name));
	return 0;
}

/* The file's name is given here too, but up to Linux 6.19 the function has freed it by now. */
SEC("fexit/do_unlinkat")
int BPF_PROG(unlink_ends, int folder, struct filename *file, long result)
{
	bpf_printk("process %d has removed it: %ld", own_pid(), result);
	return 0;
}
