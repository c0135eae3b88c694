// SPDX-License-Identifier: GPL-2.0-or-later
/* At the entry and at the return, as a kprobe and a kretprobe: how durations are measured with
 * them.
 */
#include "bpf/registers.bpf.h"

PROGRAMS_PAIR("kprobe", "kretprobe", registers__name, NULL, registers__result)
