// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/clock.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/machine/sysfile.h"

#define CALIBRATION_NS UINT64_C(50000000)

uint64_t clock__monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/*
 * Suspension shows only as the difference of these clocks. Takes the smallest of several tries,
 * like clock__now.
 */
int64_t clock__suspended_ns(void)
{
	const int64_t ms = 1000000;
	int64_t least = INT64_MAX;

	for (int i = 0; i < 10; i++) {
		int64_t awake = (int64_t)clock__monotonic_ns(), since_boot;
		struct timespec now;

		clock_gettime(CLOCK_BOOTTIME, &now);
		since_boot = (int64_t)now.tv_sec * 1000 * ms + now.tv_nsec;
		if (since_boot - awake < least)
			least = since_boot - awake;
	}
	return (least + ms / 2) / ms * ms;
}

/*
 * The CPU's claim is not enough: the kernel stops using the counter when it drifts between CPUs or
 * against another clock.
 */
static bool counter__is_trusted(void)
{
	char name[64];

	return arch__counter_is_invariant() &&
	       !sysfile__read_line(
		       "/sys/devices/system/clocksource/clocksource0/current_clocksource", name,
		       sizeof(name)) &&
	       !strcmp(name, ARCH_COUNTER_NAME);
}

/* Takes the tightest of several tries, so that preemption between the two reads does not matter. */
struct clock_moment clock__now(void)
{
	struct clock_moment best = { 0, 0 };
	uint64_t best_gap = UINT64_MAX;

	for (int i = 0; i < 10; i++) {
		uint64_t before = clock__read_syscall(), ticks = clock__read_counter();
		uint64_t gap = clock__read_syscall() - before;

		if (gap < best_gap) {
			best_gap = gap;
			best = (struct clock_moment){ before + gap / 2, ticks };
		}
	}
	return best;
}

double clock__drift_ns(const struct clock *clock, struct clock_moment start,
		       struct clock_moment end)
{
	if (clock->source != CLOCK_SOURCE_COUNTER || clock->unit != CLOCK_NANOSECONDS)
		return NAN;
	/* Signed, as a counter may go backwards. */
	return (double)(int64_t)(end.ticks - start.ticks) * clock->units_per_tick -
	       (double)(end.ns - start.ns);
}

static double counter__ns_per_tick(void)
{
	struct clock_moment start = clock__now(), end;

	do
		end = clock__now();
	while (end.ns - start.ns < CALIBRATION_NS);
	return (double)(end.ns - start.ns) / (double)(end.ticks - start.ticks);
}

#define STEP_READS 10000

static uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* What all differences of two values are multiples of. */
static uint64_t clock__measure_step(enum clock_source source)
{
	uint64_t before = clock__read(source), step = 0;

	for (int i = 0; i < STEP_READS; i++) {
		uint64_t now = clock__read(source);

		step = greatest_divisor(now - before, step);
		before = now;
	}
	return step ? step : 1;
}

static int compare_ticks(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

#define COUNT_DOWN_RUNS 11

/*
 * The median of several runs, in ticks: an interrupt makes a run longer, and a run may be a tick
 * shorter where QEMU ends a block of code for a timer.
 */
static uint64_t count_down__ticks(uint64_t turns)
{
	uint64_t ticks[COUNT_DOWN_RUNS];

	for (int i = 0; i < COUNT_DOWN_RUNS; i++) {
		uint64_t start = clock__read_counter();

		arch__count_down(turns);
		ticks[i] = clock__read_counter() - start;
	}
	qsort(ticks, COUNT_DOWN_RUNS, sizeof(*ticks), compare_ticks);
	return ticks[COUNT_DOWN_RUNS / 2];
}

static int clock__init_instructions(struct clock *clock)
{
	uint64_t ticks = count_down__ticks(2000) - count_down__ticks(1000);

	if (ticks != 2000) {
		log__error("the clock does not count instructions: 2000 instructions took %" PRIu64
			   " ticks; exact mode needs a QEMU guest with -icount shift=0",
			   ticks);
		return -EPROTO;
	}
	*clock = (struct clock){ CLOCK_SOURCE_COUNTER, CLOCK_INSTRUCTIONS, ARCH_COUNTER_NAME, 1.0,
				 1 };
	return 0;
}

int clock__init(struct clock *clock, enum clock_unit unit)
{
	if (unit == CLOCK_INSTRUCTIONS)
		return clock__init_instructions(clock);
	if (counter__is_trusted())
		*clock = (struct clock){ CLOCK_SOURCE_COUNTER, unit, ARCH_COUNTER_NAME,
					 counter__ns_per_tick(), 1 };
	else
		*clock = (struct clock){ CLOCK_SOURCE_SYSCALL, unit, "monotonic_raw", 1.0, 1 };
	clock->step_ticks = clock__measure_step(clock->source);
	return 0;
}
