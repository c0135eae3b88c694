/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What disturbed a trial: counts that the kernel keeps anyway, read before and after the loops but
 * never inside them. They are read in bench/machine/disturbance_reader.h.
 */
#ifndef HOOKBENCH_BENCH_MODEL_DISTURBANCE_H
#define HOOKBENCH_BENCH_MODEL_DISTURBANCE_H

#include <stddef.h>
#include <stdint.h>

/*
 * X(name, unit, words, share): the name of the count, its unit, the words in which a count above 0
 * is reported, and the divisor for that report. `words` is NULL if the count is normally above 0.
 * results/README.md documents each.
 */
#define DISTURBANCES(X)                                                        \
	/* Of the threads that run the workload. */                            \
	X(voluntary_switches, "switches", NULL, 1)                             \
	X(involuntary_switches, "switches", "involuntary context switches", 1) \
	X(minor_faults, "faults", NULL, 1)                                     \
	X(major_faults, "faults", "major page faults", 1)                      \
	X(migrations, "migrations", "migrations to another CPU", 1)            \
	/* Of the CPUs that they are pinned to. */                             \
	X(interrupts, "interrupts", NULL, 1)                                   \
	X(steal_ns, "ns", "ms stolen by the hypervisor", 1000000)              \
	X(throttles, "throttles", "times of thermal throttling", 1)            \
	/* Of the machine. */                                                  \
	X(suspended_ns, "ns", "ms asleep: the machine was suspended", 1000000)

/* COUNT_UNKNOWN where nothing counts. */
struct disturbance {
#define DISTURBANCE_MEMBER(name, unit, words, share) int64_t name;
	DISTURBANCES(DISTURBANCE_MEMBER)
#undef DISTURBANCE_MEMBER
};

struct disturbance_kind {
	const char *name;
	const char *words;
	int64_t share;
	size_t offset;
};

/* The members, as data; ends with a row whose name is NULL. */
extern const struct disturbance_kind disturbance_kinds[];
int64_t *disturbance__member(struct disturbance *d, const struct disturbance_kind *kind);
int64_t disturbance__value(const struct disturbance *d, const struct disturbance_kind *kind);

extern const struct disturbance disturbance_unknown;

/* Shorter suspensions are noise: the time is the difference of two clocks. */
#define DISTURBANCE_SUSPENDED_NS 10000000

/* Adds each count; unknown in one means unknown in the sum. */
void disturbance__add(struct disturbance *total, const struct disturbance *d);
/* The counts from `before` to `after`. */
struct disturbance disturbance__between(const struct disturbance *before,
					const struct disturbance *after);

#endif
