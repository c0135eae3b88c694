/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tracepoint by which bpf_trace_printk prints. The kernel turns it on when it loads a program
 * that calls bpf_trace_printk, and never off again.
 */
#ifndef HOOKBENCH_BENCH_HOOK_PRINTK_EVENT_H
#define HOOKBENCH_BENCH_HOOK_PRINTK_EVENT_H

#include "bench/machine/setting_guard.h"

/* Before loading. Until the guard is released, the tracepoint will be restored. */
void printk_event__keep(struct setting_guard *guard);
/* After loading: newer kernels turn it on a little later, and print nothing before. */
void printk_event__wait(const struct setting_guard *guard);

#endif
