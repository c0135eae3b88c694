// SPDX-License-Identifier: GPL-2.0-or-later
/* At the classic tracepoint of one system call's entry, through perf's handler. */
#include "bpf/system_call.bpf.h"

/* The tracepoint's record: a word of common fields, the call's number, and the arguments. */
static __always_inline long tp__name(void *ctx, char *to)
{
	switch (name_parameter) {
	case 0: return read_user_name(CONTEXT_WORD(ctx, 2), to);
	case 1: return read_user_name(CONTEXT_WORD(ctx, 3), to);
	case 2: return read_user_name(CONTEXT_WORD(ctx, 4), to);
	default: return -1;
	}
}

PROGRAMS_PLAIN("tp", entry, never)
PROGRAMS_EVENT("tp", entry, never, tp__name, NULL)
PROGRAMS_ARGS("tp", entry, never, tp__name)
