// SPDX-License-Identifier: GPL-2.0-or-later
/* At the return of many functions with one link: here of one, through fprobe. */
#include "bpf/registers.bpf.h"

PROGRAMS_PLAIN("kprobe", exit, never)
PROGRAMS_USER("kprobe", exit, never)
PROGRAMS_EVENT("kprobe", exit, never, NULL, registers__result)
