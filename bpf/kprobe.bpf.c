// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's entry, through the kprobe's handler (on x86 by ftrace, without a breakpoint).
 */
#include "bpf/hit.bpf.h"

SEC("kprobe")
int hookbench_hit(void *ctx)
{
	(void)ctx;
	return hit();
}
