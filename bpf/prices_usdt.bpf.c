// SPDX-License-Identifier: GPL-2.0-or-later
/* What programs at USDT probes are made of: they are of the type of kprobes. */
#include "bpf/prices.bpf.h"
#include "bpf/probe.bpf.h"

PRICES("usdt", entry)
