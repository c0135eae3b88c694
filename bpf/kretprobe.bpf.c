// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's return, through a return address that a kprobe at the entry replaced. */
#include "bpf/hit.bpf.h"

SEC("kretprobe")
int hookbench_hit(void *ctx)
{
	(void)ctx;
	return hit();
}
