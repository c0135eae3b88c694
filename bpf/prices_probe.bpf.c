// SPDX-License-Identifier: GPL-2.0-or-later
/* What programs of the type of kprobes are made of; also for functions in user space. */
#include "bpf/prices.bpf.h"

PRICES("kprobe", entry)
PRICES("kprobe", exit)
