/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts that may be unknown. What is unknown stays so in whatever is made of it; it is never 0. */
#ifndef HOOKBENCH_BENCH_BASE_MAYBE_COUNT_H
#define HOOKBENCH_BENCH_BASE_MAYBE_COUNT_H

#include <stdint.h>

/* A value that the kernel does not tell. */
#define COUNT_UNKNOWN (-1)

/* INT64_MAX if it does not fit: no machine counts so far, but a file may claim it. */
static inline int64_t maybe_count__sum(int64_t a, int64_t b)
{
	if (a == COUNT_UNKNOWN || b == COUNT_UNKNOWN)
		return COUNT_UNKNOWN;
	return __builtin_add_overflow(a, b, &a) ? INT64_MAX : a;
}

/* A count that has fallen was of something else: unknown. */
static inline int64_t maybe_count__difference(int64_t after, int64_t before)
{
	if (after == COUNT_UNKNOWN || before == COUNT_UNKNOWN || after < before)
		return COUNT_UNKNOWN;
	return after - before;
}

#endif
