/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The descriptors of a process that outlives its parent and must hold nothing of its. */
#ifndef HOOKBENCH_BENCH_BASE_DESCRIPTORS_H
#define HOOKBENCH_BENCH_BASE_DESCRIPTORS_H

#include <stddef.h>

#define DESCRIPTORS_KEPT_MAX 3

/*
 * fds[i] becomes descriptor i; all others are closed. A negative one leaves its number free. 0 or
 * -errno.
 */
int descriptors__keep_only(const int *fds, size_t n);

#endif
