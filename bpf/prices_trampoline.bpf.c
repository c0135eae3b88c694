// SPDX-License-Identifier: GPL-2.0-or-later
/* What programs on a BPF trampoline are made of. */
#include "bpf/prices.bpf.h"

PRICES("fentry", entry)
PRICES("fexit", exit)
