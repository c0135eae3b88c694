// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's return, through a return address that a kprobe at the entry replaced. */
#include "bpf/registers.bpf.h"

PROGRAMS_PLAIN("kretprobe", exit, never)
PROGRAMS_USER("kretprobe", exit, never)
PROGRAMS_EVENT("kretprobe", exit, never, NULL, registers__result)
