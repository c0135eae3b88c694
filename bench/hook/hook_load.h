/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of hook__open that loads. */
#ifndef HOOKBENCH_BENCH_HOOK_HOOK_LOAD_H
#define HOOKBENCH_BENCH_HOOK_HOOK_LOAD_H

#include "bench/hook/hook_state.h"

/* 0 or -errno; hook__close follows an error. */
int hook_load__first(struct hook *hook);
/*
 * Loads again what is loaded, until its code is as long as that of this hook before: see
 * code_length.h. The same.
 */
int hook_load__longest(struct hook *hook);

#endif
