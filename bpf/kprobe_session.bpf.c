// SPDX-License-Identifier: GPL-2.0-or-later
/* At the entry and the return of many functions with one link and one program: here of one
 * function. */
#include "bpf/registers.bpf.h"

#include "bpf/session.bpf.h"

PROGRAMS_SESSION("kprobe", registers__name, NULL, registers__result)
