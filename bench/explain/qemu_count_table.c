// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *memory, size_t n, size_t size)
{
	memory = reallocarray(memory, n, size);
	if (!memory) {
		fprintf(stderr, "hookbench's plugin: out of memory\n");
		abort();
	}
	return memory;
}

void *allocate(size_t size)
{
	return memset(grow(NULL, 1, size), 0, size);
}

static size_t hash(uint64_t address, const struct item *parent)
{
	uint64_t h = (address ^ (uintptr_t)parent * 31) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 20);
}

static struct item **table__slot(const struct table *t, uint64_t address, const struct item *parent)
{
	size_t i = hash(address, parent) & (t->size - 1);

	while (t->slots[i] && (t->slots[i]->address != address || t->slots[i]->parent != parent))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void table__enlarge(struct table *t)
{
	struct table larger = { .n = t->n, .size = t->size ? 2 * t->size : 1 << 14 };

	larger.slots = grow(NULL, larger.size, sizeof(struct item *));
	memset(larger.slots, 0, larger.size * sizeof(struct item *));
	for (size_t i = 0; i < t->size; i++)
		if (t->slots[i])
			*table__slot(&larger, t->slots[i]->address, t->slots[i]->parent) =
				t->slots[i];
	free(t->slots);
	*t = larger;
}

struct item *table__get(struct table *t, uint64_t address, struct item *parent)
{
	struct item **slot;

	if (2 * t->n >= t->size)
		table__enlarge(t);
	slot = table__slot(t, address, parent);
	if (!*slot) {
		*slot = allocate(sizeof(**slot));
		(*slot)->address = address;
		(*slot)->parent = parent;
		(*slot)->number = (unsigned int)++t->n;
	}
	return *slot;
}

void counts__enlarge(struct counts *c)
{
	c->size = c->size ? 2 * c->size : 4096;
	c->items = grow(c->items, c->size, sizeof(struct item *));
}

void counts__clear(struct counts *c)
{
	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = 0;
	c->n = 0;
}

struct counts counts__copy(const struct counts *c)
{
	struct counts copy = { .n = c->n, .size = c->n };

	copy.items = grow(NULL, c->n + 1, sizeof(struct item *));
	copy.n_of = grow(NULL, c->n + 1, sizeof(*copy.n_of));
	for (size_t i = 0; i < c->n; i++) {
		copy.items[i] = c->items[i];
		copy.n_of[i] = c->items[i]->count;
	}
	return copy;
}

void counts__free(struct counts *c)
{
	free(c->items);
	free(c->n_of);
	*c = (struct counts){ 0 };
}

uint64_t counts__mix(const struct counts *c)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		uint64_t h = c->items[i]->address * UINT64_C(0x9e3779b97f4a7c15);

		h ^= h >> 29;
		sum += h * c->items[i]->count;
	}
	return sum;
}
