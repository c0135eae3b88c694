// SPDX-License-Identifier: GPL-2.0-or-later
/* At a USDT probe: the programs of a kprobe, and one that reads the probe's argument. */
#include "bpf/probe.bpf.h"
#include "bpf/registers.bpf.h"

/* What the probe passes on; the loader sets it. */
const volatile __u32 probe_argument SEC(".rodata.argument");

static __always_inline void payload__usdt_arg(void *ctx)
{
	long value;

	if (!bpf_usdt_arg(ctx, 0, &value) && value == probe_argument)
		payload__count();
}

PROGRAMS_PLAIN("usdt", entry, never)
PROGRAMS_USER("usdt", entry, never)
PROGRAMS_EVENT("usdt", entry, never, registers__name, NULL)
PROGRAM("usdt", entry_usdt_arg, never, payload__usdt_arg(ctx))
