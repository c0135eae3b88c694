/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin, if it was asked for drivers: how deep an operation's stacks become.
 *
 * QEMU 7.2 shows no registers to a plugin, so the stack pointer is followed: by what each
 * instruction adds to it, from an access that reveals it: a push stores right below it. Most
 * instructions that use the stack reveal it anew, which is compared with what was followed. Where
 * it is loaded with something else, or the CPU changes it (exceptions, interrupts, system calls),
 * it is unknown until the next such access, from which the steps since then are known, too.
 *
 * An operation may use several stacks: of user space, of the task in the kernel, of interrupts.
 * Values within 16 KiB, the size of a kernel's stack, of where the pointer was last on a stack are
 * on that stack. A stack begins at the highest value that the pointer had on it since the operation
 * began, and its depth is the distance from there to the lowest, in bytes.
 */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_STACK_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_STACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/explain/qemu_count_effect.h"

#define STACK_BYTES 16384

/* More than an operation uses; of more, the first one would be forgotten. */
#define MAX_STACKS 8
/* Instructions whose stack pointer is not known yet: the last ones. */
#define MAX_WAITING 64

struct stack {
	uint64_t top; /* the highest value of the stack pointer */
	uint64_t last;
};

/* Where an instruction's depth is kept: the largest of this operation, in bytes. */
struct waiting {
	uint64_t *depth;
	uint64_t pointer;
};

struct stack_pointer {
	bool known;
	/* If it is not known, its distance from where it became unknown. */
	uint64_t pointer;
	bool revealed; /* the instruction being executed has revealed it */
	size_t n_stacks, n_waiting;
	struct stack stacks[MAX_STACKS], *stack; /* the one it is on; NULL: none yet */
	struct waiting waiting[MAX_WAITING];
	uint64_t depth; /* of the operation: the largest of all instructions */
	/* How often an access revealed what was known before, and what else. */
	uint64_t confirmed, corrected;
};

/* Forgets the operation. */
void stack_pointer__clear(struct stack_pointer *s);
/* The CPU has changed it, or what it is now is not known. */
void stack_pointer__lose(struct stack_pointer *s);
/* An instruction is at the place that the pointer has now. */
void stack_pointer__note(struct stack_pointer *s, uint64_t *depth);
/* The instruction has been executed, and has made its accesses. */
void stack_pointer__move(struct stack_pointer *s, const struct stack_effect *effect,
			 uint64_t *depth);
/* The instruction being executed makes an access. */
void stack_pointer__access(struct stack_pointer *s, const struct stack_effect *effect,
			   uint64_t address, bool is_store);

#endif
