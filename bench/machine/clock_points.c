// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/clock_points.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__x86_64__)
/* One of each in the program, hence never inlined. */
#define DEFINE_MARK(name, number, instruction)                                               \
	__attribute__((noinline)) void name(void)                                            \
	{                                                                                    \
		__asm__ volatile("661: " instruction "\n\t" POINT_NOTE(number)::: "memory"); \
	}

DEFINE_MARK(clock_points__mark_rounds, "0", POINT_ROUNDS_TEXT)
DEFINE_MARK(clock_points__mark_trial_begin, "1", "nop")
DEFINE_MARK(clock_points__mark_trial_end, "2", "nop")
DEFINE_MARK(clock_points__mark_rounds_end, "5", "nop")

/* As POINT_NOTE writes it. */
struct note {
	int32_t distance; /* from here to the point */
	int32_t point;
};

/* The linker defines them for a section whose name is a C identifier. */
extern const struct note __start_hookbench_points[], __stop_hookbench_points[];

static intptr_t note__address(const struct note *note)
{
	return (intptr_t)note + note->distance;
}

int clock_points__arguments(char *text, size_t size)
{
	intptr_t base = 0;
	size_t used = 0;

	for (const struct note *n = __start_hookbench_points; n < __stop_hookbench_points; n++)
		if (n->point == POINT_ROUNDS)
			base = note__address(n);
	text[0] = '\0';
	for (const struct note *n = __start_hookbench_points; n < __stop_hookbench_points; n++) {
		if (n->point == POINT_ROUNDS)
			continue;
		used += (size_t)snprintf(text + used, size - used, ",p%d=%jd", n->point,
					 (intmax_t)(note__address(n) - base));
		if (used >= size)
			return -ENOSPC;
	}
	return 0;
}
#else
/* There is no exact mode here, and no plugin. */
void clock_points__mark_rounds(void)
{
}

void clock_points__mark_rounds_end(void)
{
}

void clock_points__mark_trial_begin(void)
{
}

void clock_points__mark_trial_end(void)
{
}

int clock_points__arguments(char *text, size_t size)
{
	if (size)
		text[0] = '\0';
	return 0;
}
#endif
