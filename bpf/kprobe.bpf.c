// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's entry, through the kprobe's handler (on x86 by ftrace, without a breakpoint).
 */
#include "bpf/registers.bpf.h"

PROGRAMS_PLAIN("kprobe", entry, never)
PROGRAMS_USER("kprobe", entry, never)
PROGRAMS_EVENT("kprobe", entry, never, registers__name, NULL)
PROGRAMS_ARGS("kprobe", entry, never, registers__name)
