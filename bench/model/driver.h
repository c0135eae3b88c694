/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Drivers: what makes instructions dear. The stored drivers.json has their numbers for one
 * operation; see results/README.md.
 */
#ifndef HOOKBENCH_BENCH_MODEL_DRIVER_H
#define HOOKBENCH_BENCH_MODEL_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DRIVERS_SCHEMA "hookbench-drivers/2"

/*
 * The maximum of a driver in one operation, as of instructions in explain.json. A file that claims
 * more is rejected, so that sums cannot overflow.
 */
#define DRIVER_MAX (INT64_C(1) << 40)

enum driver_id {
	DRIVER_INSTRUCTIONS,
	/* Classes: each instruction is in one. */
	DRIVER_PLAIN,
	DRIVER_BRANCHES,
	DRIVER_JUMPS,
	DRIVER_CALLS,
	DRIVER_INDIRECT_JUMPS,
	DRIVER_INDIRECT_CALLS,
	DRIVER_RETURNS,
	DRIVER_LOCKED,
	DRIVER_BARRIERS,
	DRIVER_SYSTEM,
	DRIVER_TRAPS,
	DRIVER_OTHER,
	/* What instructions do. */
	DRIVER_UNLOCKED,
	DRIVER_TAKEN,
	DRIVER_LOADS,
	DRIVER_STORES,
	/* Where the kernel is entered. */
	DRIVER_ENTRIES,
	DRIVER_BREAKPOINTS,
	DRIVER_STEPS,
	DRIVER_PAGE_FAULTS,
	DRIVER_INTERRUPTS,
	/* What has to be fetched. */
	DRIVER_CODE_LINES,
	DRIVER_CODE_PAGES,
	DRIVER_DATA_LINES,
	DRIVER_DATA_PAGES,
	DRIVER_STACK,
	N_DRIVERS,
};

/* How the numbers of functions make that of the operation. */
enum driver_whole {
	WHOLE_SUM,
	WHOLE_SHARED,  /* less than the sum: they share lines and pages */
	WHOLE_LARGEST, /* how deep each of them is on the stack */
};

struct driver {
	const char *key;  /* in files, and as people name it */
	const char *unit; /* plural */
	bool is_class;	  /* all classes add up to the instructions */
	enum driver_whole whole;
	const char *help;
};

extern const struct driver driver_table[N_DRIVERS];

/* N_DRIVERS: there is none of that name. */
enum driver_id driver__find(const char *key);

/* Numbers of one operation, by enum driver_id. */
struct driver_counts {
	int64_t of[N_DRIVERS];
};

#endif
