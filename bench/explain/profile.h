/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the plugin has counted: one trial's instructions by address, and by what they are called
 * from. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_PROFILE_H
#define HOOKBENCH_BENCH_EXPLAIN_PROFILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct profile_count {
	uint64_t address, count; /* count: of one operation */
};

/* A stretch of code within one call. */
struct profile_stretch {
	uint64_t address, count;
	size_t parent; /* its index + 1; 0: nothing called it */
};

struct profile {
	/* Timed; of these, of the shortest common length; of these, by the path that is counted. */
	uint64_t operations, same_length, used;
	uint64_t length; /* instructions of one operation: the sum of the counts */
	size_t n_counts, n_stretches;
	struct profile_count *counts;
	struct profile_stretch *stretches;
};

struct profiles {
	size_t n;
	struct profile *v; /* a trial each, in order */
};

/*
 * Reads what count.c writes, or any other bytes. 0, or -EINVAL, logged with the line. Free in the
 * first case.
 */
int profiles__read(FILE *file, struct profiles *profiles);
void profiles__free(struct profiles *profiles);

#endif
