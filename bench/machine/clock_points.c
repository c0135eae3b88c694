// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/clock_points.h"

#include "bench/machine/arch.h"

/* There must be one of each in the program: never inlined. */
#define DEFINE_MARK(name, number, instruction)                                            \
	__attribute__((noinline)) void name(void)                                         \
	{                                                                                 \
		__asm__ volatile("661:\t" instruction POINT_NOTE(number) : : : "memory"); \
	}

DEFINE_MARK(clock_points__mark_rounds, "0", ARCH_POINT_ROUNDS_TEXT)
DEFINE_MARK(clock_points__mark_trial_begin, "1", "nop")
DEFINE_MARK(clock_points__mark_trial_end, "2", "nop")
DEFINE_MARK(clock_points__mark_rounds_end, "5", "nop")
