// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's return, on a BPF trampoline: sees the arguments and the result. */
#include "bpf/trampoline.bpf.h"

PROGRAMS_PLAIN("fexit", exit, never)
PROGRAMS_EVENT("fexit", exit, never, trampoline__name, trampoline__result)
PROGRAMS_ARGS("fexit", exit, never, trampoline__name)
