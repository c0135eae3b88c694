/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: executed addresses, and how often. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TABLE_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "bench/explain/qemu_count_arch.h"

struct access;

/* An instruction's address, or a stretch of code within one call, from a jump's destination on. */
struct item {
	uint64_t address;
	uint64_t next;	     /* of an instruction: the address after it */
	enum kind kind;	     /* of an instruction */
	struct item *parent; /* of a stretch: the caller; NULL: none */
	unsigned int number; /* of a stretch, from 1; used in the output */
	uint64_t count;	     /* in this operation */
	/* Of an instruction, if its accesses are counted; see qemu_count_access.h. */
	struct access *access;
};

/* Items by address and parent; open addressing. */
struct table {
	struct item **slots;
	size_t n, size; /* a power of 2 */
};

/* Finds it, or adds it. Items do not move. */
struct item *table__get(struct table *t, uint64_t address, struct item *parent);

/* Items with a count, and the count of each. */
struct counts {
	struct item **items;
	uint64_t *n_of; /* NULL while the items have the counts */
	size_t n, size;
};

/* Makes room for one more. */
void counts__enlarge(struct counts *c);

/* In the header, because it is called for each instruction. */
static inline void counts__add(struct counts *c, struct item *item)
{
	if (item->count++)
		return;
	if (c->n == c->size)
		counts__enlarge(c);
	c->items[c->n++] = item;
}

void counts__clear(struct counts *c);
/* To be freed by counts__free. */
struct counts counts__copy(const struct counts *c);
void counts__free(struct counts *c);
/*
 * A hash that is equal for operations that execute the same instructions equally often, in any
 * order.
 */
uint64_t counts__mix(const struct counts *c);

/* Zeroed memory. If there is none, ends QEMU, which is useless without the counts. */
void *allocate(size_t size);

#endif
