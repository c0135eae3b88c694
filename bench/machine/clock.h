/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clock that the workloads read.
 *
 * A read is ordered: everything before it has completed, nothing after it has begun. Values are
 * ticks; struct clock has the length of a tick.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_CLOCK_H
#define HOOKBENCH_BENCH_MACHINE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "bench/machine/arch.h"
#include "bench/machine/clock_points.h"
#include "bench/model/clock_unit.h"

enum clock_source {
	CLOCK_SOURCE_COUNTER, /* the CPU's own counter: TSC, or arm64's virtual counter */
	CLOCK_SOURCE_SYSCALL, /* clock_gettime(CLOCK_MONOTONIC_RAW); a tick is a nanosecond */
	CLOCK_SOURCE_NONE,    /* no read and no recording: measures the cost of the loop itself */
	CLOCK_SOURCE_CALLS,   /* the same, with a call before and after: see struct worker */
};

struct clock {
	enum clock_source source;
	enum clock_unit unit;
	const char *name;      /* as stored: "tsc", "arch_sys_counter", "monotonic_raw" */
	double units_per_tick; /* 1 with CLOCK_INSTRUCTIONS */
	/*
	 * All values are multiples of so many ticks, as on CPUs whose counter runs at 100 MHz and
	 * is scaled up; at least 1.
	 */
	uint64_t step_ticks;
};

/*
 * Chooses the clock of this machine. Nanoseconds: the counter if the CPU reports it as invariant
 * and the kernel uses it, otherwise CLOCK_MONOTONIC_RAW; measuring the counter's rate takes 50 ms.
 * Instructions: the counter, after checking that it advances by one per instruction. 0, or -errno
 * with the reason logged and `clock` unchanged.
 */
int clock__init(struct clock *clock, enum clock_unit unit);

/* CLOCK_MONOTONIC in nanoseconds, for the harness itself (time-outs, attach times). */
uint64_t clock__monotonic_ns(void);
/* How long this machine was suspended since boot, in whole milliseconds. */
int64_t clock__suspended_ns(void);

/* One moment on two clocks that must agree. */
struct clock_moment {
	uint64_t ns, ticks; /* of CLOCK_MONOTONIC_RAW; of the CPU's counter */
};

struct clock_moment clock__now(void);
/*
 * How many nanoseconds the counter gained on CLOCK_MONOTONIC_RAW from `start` to `end`; negative if
 * it lost. NAN for a clock that is not the counter, and for instructions.
 */
double clock__drift_ns(const struct clock *clock, struct clock_moment start,
		       struct clock_moment end);

/* `note` is for the reads that are points (bench/machine/clock_points.h). */
#define CLOCK_DEFINE_READ(name, note)           \
	static inline uint64_t name(void)       \
	{                                       \
		uint64_t value;                 \
                                                \
		ARCH_READ_COUNTER(value, note); \
		return value;                   \
	}
CLOCK_DEFINE_READ(clock__read_counter, "")
CLOCK_DEFINE_READ(clock__read_counter_begin, POINT_NOTE("3"))
CLOCK_DEFINE_READ(clock__read_counter_end, POINT_NOTE("4"))

static inline uint64_t clock__read_syscall(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Callers pass a constant `source`, so that the compiler keeps one kind of read. */
static inline __attribute__((always_inline)) uint64_t clock__read(enum clock_source source)
{
	if (source == CLOCK_SOURCE_COUNTER)
		return clock__read_counter();
	if (source == CLOCK_SOURCE_SYSCALL)
		return clock__read_syscall();
	return 0;
}

/* The reads before and after the operation of a cycle: instructions are counted between them. */
static inline __attribute__((always_inline)) uint64_t clock__begin(enum clock_source source)
{
	return source == CLOCK_SOURCE_COUNTER ? clock__read_counter_begin() : clock__read(source);
}

static inline __attribute__((always_inline)) uint64_t clock__end(enum clock_source source)
{
	return source == CLOCK_SOURCE_COUNTER ? clock__read_counter_end() : clock__read(source);
}

#endif
