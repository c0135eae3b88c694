// SPDX-License-Identifier: GPL-2.0-or-later
/* At the return of many functions with one link, on trampolines: here of one function. */
#include "bpf/multi.bpf.h"

PROGRAMS_PLAIN("kprobe", exit, never)
PROGRAMS_EVENT("kprobe", exit, never, multi__name, multi__result)
PROGRAMS_ARGS("kprobe", exit, never, multi__name)
