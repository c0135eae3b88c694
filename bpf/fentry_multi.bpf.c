// SPDX-License-Identifier: GPL-2.0-or-later
/* At the entry of many functions with one link, on trampolines: here of one function. */
#include "bpf/multi.bpf.h"

PROGRAMS_PLAIN("kprobe", entry, never)
PROGRAMS_EVENT("kprobe", entry, never, multi__name, NULL)
PROGRAMS_ARGS("kprobe", entry, never, multi__name)
