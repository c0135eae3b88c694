// SPDX-License-Identifier: GPL-2.0-or-later
/* A user's program of one kind, which counts its hits. */
#include "count.h"

SEC("uprobe.multi//proc/self/exe:user_call_nop")
int count_hits(void *ctx)
{
	(void)ctx;
	return count();
}

char LICENSE[] SEC("license") = "GPL";
