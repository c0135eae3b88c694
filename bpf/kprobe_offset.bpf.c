// SPDX-License-Identifier: GPL-2.0-or-later
/* Inside the function: where that is, registers need not hold the arguments any more. */
#include "bpf/programs.bpf.h"

PROGRAMS_PLAIN("kprobe", entry, never)
PROGRAMS_EVENT("kprobe", entry, never, NULL, NULL)
