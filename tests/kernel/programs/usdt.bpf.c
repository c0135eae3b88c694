// SPDX-License-Identifier: GPL-2.0-or-later
/* A user's program of one kind, which counts its hits and reads the probe's argument. */
#include <linux/ptrace.h>
#include <stdbool.h>

#include "count.h"

#include <bpf/usdt.bpf.h>

long argument;

SEC("usdt//proc/self/exe:hookbench:call")
int count_hits(struct pt_regs *ctx)
{
	bpf_usdt_arg(ctx, 0, &argument);
	return count();
}

char LICENSE[] SEC("license") = "GPL";
