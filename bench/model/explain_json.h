/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stored explain.json: where the instructions of a run were spent; see results/README.md. */
#ifndef HOOKBENCH_BENCH_MODEL_EXPLAIN_JSON_H
#define HOOKBENCH_BENCH_MODEL_EXPLAIN_JSON_H

#include <stdint.h>

#define EXPLAIN_SCHEMA "hookbench-explain/1"

/*
 * The maximum number of instructions of a function or a call stack in one operation: 18 minutes at
 * 1 GHz. A file that claims more is rejected, so that sums cannot overflow.
 */
#define EXPLAIN_MAX_INSTRUCTIONS (INT64_C(1) << 40)

/* What is counted beside the cost of an operation. */
enum explain_depth {
	EXPLAIN_NOTHING,
	EXPLAIN_FUNCTIONS, /* where instructions are spent */
	EXPLAIN_DRIVERS,   /* and what makes them dear; see driver.h */
};

#endif
