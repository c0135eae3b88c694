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
 * "2,4-7": in the order given, each once. 0, or -EINVAL, logged: no such list, or a CPU that is
 * offline, does not exist, or is not for this process.
 */
int cpus__parse(const char *list, struct cpus *cpus);
/*
 * Those that this process may use and, before them, those that are isolated from the scheduler; of
 * each, those first that serve the fewest devices' interrupts.
 */
void cpus__choose(struct cpus *cpus);
/* As cpus__parse takes it, of the first `n`. */
void cpus__format(const struct cpus *cpus, size_t n, char *list, size_t size);

#endif
