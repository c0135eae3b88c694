// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's return, on a BPF trampoline that calls the function itself. */
#include "bpf/hit.bpf.h"

SEC("fexit")
int hookbench_hit(void *ctx)
{
	(void)ctx;
	return hit();
}
