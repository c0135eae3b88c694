/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: addresses that were executed, and how often. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TABLE_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "bench/explain/qemu_count_kind.h"

/* An instruction's address, or a stretch of code within one call: from a jump's target on. */
struct item {
	uint64_t address;
	uint64_t next;	     /* of an instruction: the address behind it */
	enum kind kind;	     /* of an instruction */
	struct item *parent; /* of a stretch: what it was called from; NULL: nothing */
	unsigned int number; /* of a stretch, from 1; as it is written */
	uint64_t count;	     /* in this operation */
};

/* Items by address and parent; open addressing. */
struct table {
	struct item **slots;
	size_t n, size; /* a power of 2 */
};

/* Makes it if it is new. Items stay where they are. */
struct item *table__get(struct table *t, uint64_t address, struct item *parent);

/* The items with a count, and with what each was counted. */
struct counts {
	struct item **items;
	uint64_t *n_of; /* NULL while the items have it */
	size_t n, size;
};

/* Makes room for one more. */
void counts__enlarge(struct counts *c);

/* Here, as it is called for each instruction. */
static inline void counts__add(struct counts *c, struct item *item)
{
	if (item->count++)
		return;
	if (c->n == c->size)
		counts__enlarge(c);
	c->items[c->n++] = item;
}

void counts__clear(struct counts *c);
/* For the caller to free by counts__free. */
struct counts counts__copy(const struct counts *c);
void counts__free(struct counts *c);
/* The same for two operations that execute the same instructions as often, in any order. */
uint64_t counts__mix(const struct counts *c);

/* Zeroed memory; ends QEMU, which is of no use without the counts, if there is none. */
void *allocate(size_t size);

#endif
