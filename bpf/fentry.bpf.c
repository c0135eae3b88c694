// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's entry, on a BPF trampoline: called directly, arguments typed by BTF. */
#include "bpf/hit.bpf.h"

SEC("fentry")
int hookbench_hit(void *ctx)
{
	(void)ctx;
	return hit();
}
