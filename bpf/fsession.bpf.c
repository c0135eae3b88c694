// SPDX-License-Identifier: GPL-2.0-or-later
/* At the entry and at the return, as one program on a trampoline. */
#include "bpf/trampoline.bpf.h"

#include "bpf/session.bpf.h"

PROGRAMS_SESSION("fexit", trampoline__name, trampoline__name, trampoline__result)
