/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's counts: the instructions of a trial by address, and by caller. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_PROFILE_H
#define HOOKBENCH_BENCH_EXPLAIN_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct profile_count {
	uint64_t address, count; /* count: in one operation */
};

#define PROFILE_CODE_BYTES 15

/*
 * Of an instruction, if drivers were asked for. Of a cut or unreadable one, `bytes` are those
 * known.
 */
struct profile_access {
	uint64_t loads, stores;	    /* in one operation, as QEMU reports them */
	uint64_t turns;		    /* how often another instruction than the next followed */
	uint64_t depth;		    /* of the stack, before or after it; in bytes */
	size_t first_line, n_lines; /* in the profile's lines */
	uint8_t size, bytes[PROFILE_CODE_BYTES];
};

/* A stretch of code within one call. */
struct profile_stretch {
	uint64_t address, count;
	size_t parent; /* the caller's index + 1; 0: no caller */
};

/* The most common number, and the range over all operations used. */
struct profile_range {
	uint64_t common, low, high;
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
	/* Only if drivers were asked for: for each of the counts. Else NULL, and zeros below. */
	struct profile_access *accesses;
	size_t n_accesses;
	/* Cache lines of data that an instruction touches: addresses / 64; each instruction's own.
	 */
	uint64_t *lines;
	size_t n_lines;
	/* Of those used, the operations with this number of lines; all have these loads and stores.
	 */
	uint64_t agreed, loads, stores;
	struct profile_range data_lines, data_pages;
	/* The stack's, in bytes, and how often an access confirmed and corrected where it is. */
	uint64_t depth, confirmed, corrected;
	bool has_accesses;
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
