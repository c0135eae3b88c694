// SPDX-License-Identifier: GPL-2.0-or-later
/* At the raw tracepoint of every system call's entry: called directly, arguments as they are. */
#include "bpf/system_call.bpf.h"

SEC("raw_tp/sys_enter")
int hookbench_hit(struct bpf_raw_tracepoint_args *ctx)
{
	return hit_if_called(ctx->args[1]);
}
