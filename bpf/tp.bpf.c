// SPDX-License-Identifier: GPL-2.0-or-later
/* At the classic tracepoint of one system call's entry, through perf's handler. */
#include "bpf/hit.bpf.h"

SEC("tp")
int hookbench_hit(void *ctx)
{
	(void)ctx;
	return hit();
}
