/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: the instructions of one timed operation, and under which calls they are. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_OPERATION_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/explain/qemu_count_table.h"

#define MAX_DEPTH 256

struct frame {
	uint64_t back;	   /* where a return from it goes */
	struct item *from; /* the stretch that called */
	bool trap;	   /* an exception or a system call: left by KIND_LEAVE */
};

struct operation {
	bool active;
	uint64_t length;
	struct counts instructions, counted_stretches;
	struct frame frames[MAX_DEPTH];
	size_t depth;
	const struct item *last; /* instruction; NULL at the start */
	struct item *stretch;	 /* that is being executed */
	struct table stretches;	 /* of all operations */
};

/* Begins anew; not active. */
void operation__clear(struct operation *o);
/* Goes on at `to` in the frame that is now on top of the others. */
void operation__go(struct operation *o, uint64_t to);
/* From the last instruction to one that does not lie behind it, or that is called. */
void operation__turn(struct operation *o, uint64_t to);

/* Here, as it is called for each instruction. */
static inline void operation__execute(struct operation *o, struct item *instruction)
{
	const struct item *last = o->last;

	/* A repeated instruction comes back to itself. */
	if (!last)
		operation__go(o, instruction->address);
	else if (instruction != last &&
		 (instruction->address != last->next || last->kind == KIND_CALL))
		operation__turn(o, instruction->address);
	o->last = instruction;
	o->length++;
	counts__add(&o->instructions, instruction);
	counts__add(&o->counted_stretches, o->stretch);
}

#endif
