/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs at USDT probes, which libbpf attaches: it wants the maps of its own header. */
#ifndef HOOKBENCH_BPF_PROBE_BPF_H
#define HOOKBENCH_BPF_PROBE_BPF_H

/* First: the last header uses their types without including them. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <stdbool.h>

/* One probe with one place. */
#define BPF_USDT_MAX_SPEC_CNT 1
#include <bpf/usdt.bpf.h>

#endif
