/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's counts: the instructions of a trial by address, and by caller. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_PROFILE_H
#define HOOKBENCH_BENCH_EXPLAIN_PROFILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct profile_count {
	uint64_t address, count; /* count: in one operation */
};

/* A stretch of code within one call. */
struct profile_stretch {
	uint64_t address, count;
	size_t parent; /* the caller's index + 1; 0: no caller */
};

struct profile {
	/*
	 * Timed operations; those of the shortest common length; those of these that take the
	 * counted path.
	 */
	uint64_t operations, same_length, used;
	uint64_t length; /* instructions in one operation: the sum of the counts */
	size_t n_counts, n_stretches;
	struct profile_count *counts;
	struct profile_stretch *stretches;
};

struct profiles {
	size_t n;
	struct profile *v; /* one per trial, in order */
};

/*
 * Reads the plugin's output, or any other bytes. 0: free it then; or -EINVAL, logged with the line.
 */
int profiles__read(FILE *file, struct profiles *profiles);
void profiles__free(struct profiles *profiles);

#endif
