// SPDX-License-Identifier: GPL-2.0-or-later
/* At the raw tracepoint of every system call's entry: called directly, arguments typed by BTF. */
#include "bpf/system_call.bpf.h"

SEC("tp_btf/sys_enter")
int hookbench_hit(__u64 *ctx)
{
	return hit_if_called(ctx[1]);
}
