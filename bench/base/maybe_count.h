/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts that may be unknown. A result computed from an unknown count is unknown too, never 0. */
#ifndef HOOKBENCH_BENCH_BASE_MAYBE_COUNT_H
#define HOOKBENCH_BENCH_BASE_MAYBE_COUNT_H

#include <stdint.h>

/* A value that the kernel does not report. */
#define COUNT_UNKNOWN (-1)

/* INT64_MAX on overflow: no machine counts that far, but a file may claim it. */
static inline int64_t maybe_count__sum(int64_t a, int64_t b)
{
	if (a == COUNT_UNKNOWN || b == COUNT_UNKNOWN)
		return COUNT_UNKNOWN;
	return __builtin_add_overflow(a, b, &a) ? INT64_MAX : a;
}

/* A counter that has decreased was reset or replaced: unknown. */
static inline int64_t maybe_count__difference(int64_t after, int64_t before)
{
	if (after == COUNT_UNKNOWN || before == COUNT_UNKNOWN || after < before)
		return COUNT_UNKNOWN;
	return after - before;
}

#endif
