// SPDX-License-Identifier: GPL-2.0-or-later
/* At the entry and at the return, as two programs on one trampoline. */
#include "bpf/trampoline.bpf.h"

PROGRAMS_PAIR("fentry", "fexit", trampoline__name, trampoline__name, trampoline__result)
