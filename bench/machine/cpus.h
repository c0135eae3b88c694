/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which CPUs the workers are pinned to. */
#ifndef HOOKBENCH_BENCH_MACHINE_CPUS_H
#define HOOKBENCH_BENCH_MACHINE_CPUS_H

#include <stddef.h>

#define CPUS_MAX 1024

struct cpus {
	size_t n;
	unsigned int numbers[CPUS_MAX]; /* worker i runs on numbers[i] */
};

/*
 * Parses a list such as "2,4-7", keeping the order and dropping duplicates. 0; or -EINVAL, logged,
 * for a malformed list or a CPU that is offline, does not exist, or is not available to this
 * process.
 */
int cpus__parse(const char *list, struct cpus *cpus);
/*
 * The CPUs available to this process: isolated ones first, and within each group those that serve
 * the fewest device interrupts first.
 */
void cpus__choose(struct cpus *cpus);
/* Formats the first `n` CPUs as cpus__parse reads them. */
void cpus__format(const struct cpus *cpus, size_t n, char *list, size_t size);

#endif
