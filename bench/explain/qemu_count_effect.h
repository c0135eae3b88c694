/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: what an instruction does to the stack pointer. Decoded by capstone. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_EFFECT_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_EFFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The access by which the instruction reveals where the stack pointer is. */
enum reveal {
	REVEAL_NOTHING,
	REVEAL_ANY,   /* the first one */
	REVEAL_LOAD,  /* the first load */
	REVEAL_STORE, /* the first store */
};

enum move {
	MOVE_BY,	/* the stack pointer changes by `by`, which may be 0 */
	MOVE_TO_MASKED, /* it loses the bits that are not in `by` */
	MOVE_ELSEWHERE, /* it becomes what this module does not know */
};

struct stack_effect {
	enum reveal reveal;
	/* The instruction first sets it to something unknown, of which the access then tells. */
	bool moves_first;
	int64_t offset; /* the address of the access - the stack pointer before the instruction */
	enum move move;
	int64_t by;
};

/*
 * Any bytes; those that are no instruction have no effect. arch: as in struct count_arch. Without
 * capstone, all have no effect: hookbench then does not ask for drivers.
 */
struct stack_effect stack_effect__find(const char *arch, const uint8_t *bytes, size_t size);

#endif
