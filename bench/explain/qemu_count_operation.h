/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: the instructions of one timed operation, and the calls that they belong to. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_OPERATION_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_OPERATION_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/explain/qemu_count_access.h"
#include "bench/explain/qemu_count_table.h"

#define MAX_DEPTH 256

struct frame {
	uint64_t back;	   /* where it returns to */
	struct item *from; /* the calling stretch */
	bool trap;	   /* an exception or a system call: ended by KIND_LEAVE */
};

struct operation {
	bool active;
	uint64_t length;
	struct counts instructions, counted_stretches;
	struct frame frames[MAX_DEPTH];
	size_t depth;
	const struct item *last; /* instruction; NULL at the start */
	struct item *stretch;	 /* the one being executed */
	struct table stretches;	 /* of all operations */
	bool has_accesses;	 /* instructions have their `access`; set once */
	struct accesses accesses;
};

/* Resets it; not active. */
void operation__clear(struct operation *o);
/* Continues at `to` in the top frame. */
void operation__go(struct operation *o, uint64_t to);
/* Goes from the last instruction to one that does not follow it, or that is called. */
void operation__turn(struct operation *o, uint64_t to);

/* In the header, because it is called for each instruction. */
static inline void operation__execute(struct operation *o, struct item *instruction)
{
	const struct item *last = o->last;

	/* A repeated instruction follows itself. */
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

/*
 * The last instruction, whose accesses are known now, has been executed, unless there was an
 * exception, and moved the stack pointer. The next one is reached by `turn`, or follows it.
 */
static inline void operation__move_stack(struct operation *o, bool turn)
{
	const struct item *last = o->last;
	bool trap = turn && (last->kind == KIND_PLAIN || last->kind == KIND_ENTER);

	if (trap || last->kind == KIND_LEAVE)
		stack_pointer__lose(&o->accesses.stack);
	else
		stack_pointer__move(&o->accesses.stack, &last->access->code->effect,
				    &last->access->depth);
}

/*
 * The same with accesses: also counts where execution does not go on behind the last instruction. A
 * jump to itself is such, a repetition is not. And follows the stack pointer.
 */
static inline void operation__execute_code(struct operation *o, const struct code *code)
{
	struct item *instruction = code->item;
	const struct item *last = o->last;
	bool turn = last && instruction->address != last->next &&
		    (instruction != last || last->kind == KIND_JUMP);

	if (turn) {
		last->access->turns++;
		o->accesses.turns++;
	}
	if (last)
		operation__move_stack(o, turn);
	stack_pointer__note(&o->accesses.stack, &instruction->access->depth);
	instruction->access->code = code;
	instruction->next = code->next;
	instruction->kind = code->kind;
	operation__execute(o, instruction);
}

#endif
