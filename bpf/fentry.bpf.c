// SPDX-License-Identifier: GPL-2.0-or-later
/* At the function's entry, on a BPF trampoline: called directly, arguments typed by BTF. */
#include "bpf/trampoline.bpf.h"

PROGRAMS_PLAIN("fentry", entry, never)
PROGRAMS_EVENT("fentry", entry, never, trampoline__name, NULL)
PROGRAMS_ARGS("fentry", entry, never, trampoline__name)
