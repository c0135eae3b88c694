// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_access.h"

#include <stdlib.h>
#include <string.h>

/* ---- code ---- */

struct code *code__get(struct item *item, uint64_t next, enum kind kind, const char *arch,
		       const uint8_t bytes[CODE_BYTES])
{
	uint64_t size = next - item->address;
	struct code *code;

	if (!item->access)
		item->access = allocate(sizeof(*item->access));
	if (size > CODE_BYTES)
		size = CODE_BYTES;
	for (code = item->access->codes; code; code = code->other)
		if (code->size == size && !memcmp(code->bytes, bytes, size))
			return code;
	code = allocate(sizeof(*code));
	*code = (struct code){ .item = item,
			       .other = item->access->codes,
			       .next = next,
			       .kind = kind,
			       .size = (uint8_t)size,
			       .effect = stack_effect__find(arch, bytes, size) };
	memcpy(code->bytes, bytes, size);
	item->access->codes = code;
	return code;
}

/* ---- sets ---- */

static size_t touch__hash(struct touch t)
{
	uint64_t h = (t.line ^ (uintptr_t)t.item * 31) * UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 20);
}

static size_t touch_set__slot(const struct touch_set *s, struct touch t)
{
	size_t i = touch__hash(t) & (s->size - 1);

	while (s->generations[i] == s->generation &&
	       (s->slots[i].item != t.item || s->slots[i].line != t.line))
		i = (i + 1) & (s->size - 1);
	return i;
}

static void touch_set__enlarge(struct touch_set *s)
{
	struct touch_set larger = { .n = s->n, .size = s->size ? 2 * s->size : 1 << 12 };

	larger.generation = s->generation ? s->generation : 1;
	larger.slots = allocate(larger.size * sizeof(*larger.slots));
	larger.generations = allocate(larger.size * sizeof(*larger.generations));
	for (size_t i = 0; i < s->size; i++) {
		size_t to;

		if (s->generations[i] != s->generation)
			continue;
		to = touch_set__slot(&larger, s->slots[i]);
		larger.slots[to] = s->slots[i];
		larger.generations[to] = larger.generation;
	}
	free(s->slots);
	free(s->generations);
	*s = larger;
}

/* Whether it is new. */
static bool touch_set__add(struct touch_set *s, struct touch t)
{
	size_t i;

	if (2 * s->n >= s->size)
		touch_set__enlarge(s);
	i = touch_set__slot(s, t);
	if (s->generations[i] == s->generation)
		return false;
	s->slots[i] = t;
	s->generations[i] = s->generation;
	s->n++;
	return true;
}

static void touch_set__clear(struct touch_set *s)
{
	s->n = 0;
	if (s->size && !++s->generation) {
		memset(s->generations, 0, s->size * sizeof(*s->generations));
		s->generation = 1;
	}
}

/* ---- one operation ---- */

/* A page has a key that no line has: addresses have 58 bits without those within a line. */
static uint64_t page_key(uint64_t line)
{
	return line >> PAGE_SHIFT | UINT64_C(1) << 63;
}

static void accesses__touch(struct accesses *a, const struct item *item, uint64_t line)
{
	if (!touch_set__add(&a->seen, (struct touch){ item, line }))
		return;
	if (a->n == a->size) {
		struct touch *larger = allocate(2 * (a->size + 512) * sizeof(*larger));

		if (a->n)
			memcpy(larger, a->touches, a->n * sizeof(*larger));
		free(a->touches);
		a->touches = larger;
		a->size = 2 * (a->size + 512);
	}
	a->touches[a->n++] = (struct touch){ item, line };
	if (!touch_set__add(&a->seen, (struct touch){ NULL, line }))
		return;
	a->lines++;
	a->pages += touch_set__add(&a->seen, (struct touch){ NULL, page_key(line) });
}

void accesses__add(struct accesses *a, struct item *item, uint64_t address, uint64_t size,
		   bool is_store)
{
	uint64_t first = address >> LINE_SHIFT, last = (address + size - 1) >> LINE_SHIFT;

	stack_pointer__access(&a->stack, &item->access->code->effect, address, is_store);
	if (is_store) {
		a->stores++;
		item->access->stores++;
	} else {
		a->loads++;
		item->access->loads++;
	}
	accesses__touch(a, item, first);
	if (last != first)
		accesses__touch(a, item, last);
}

void accesses__clear(struct accesses *a, const struct counts *instructions)
{
	for (size_t i = 0; i < instructions->n; i++) {
		struct access *access = instructions->items[i]->access;

		access->loads = access->stores = access->turns = access->depth = 0;
	}
	a->loads = a->stores = a->turns = a->lines = a->pages = 0;
	a->n = 0;
	stack_pointer__clear(&a->stack);
	touch_set__clear(&a->seen);
}

/* ---- a path ---- */

static int by_instruction(const void *x, const void *y)
{
	const struct touch *a = x, *b = y;

	if (a->item != b->item)
		return a->item->address < b->item->address ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static void variant__free(struct variant *v)
{
	free(v->access);
	free(v->touches);
}

static void variant__make(struct variant *v, const struct accesses *a, const struct counts *path)
{
	*v = (struct variant){ .loads = a->loads,
			       .stores = a->stores,
			       .turns = a->turns,
			       .lines = a->lines,
			       .pages = a->pages,
			       .depth = a->stack.depth,
			       .confirmed = a->stack.confirmed,
			       .corrected = a->stack.corrected,
			       .access = allocate((path->n + 1) * sizeof(*v->access)),
			       .n_touches = a->n,
			       .touches = allocate((a->n + 1) * sizeof(*v->touches)) };
	for (size_t i = 0; i < path->n; i++)
		v->access[i] = *path->items[i]->access;
	if (!a->n)
		return;
	memcpy(v->touches, a->touches, a->n * sizeof(*v->touches));
	qsort(v->touches, a->n, sizeof(*v->touches), by_instruction);
}

/* A slot for a new one; if all are taken, that of the rarest. */
static struct variant *variants_of_path__place(struct variants_of_path *variants)
{
	struct variant *rarest = &variants->v[0];

	if (variants->n < MAX_VARIANTS)
		return &variants->v[variants->n++];
	for (size_t i = 1; i < variants->n; i++)
		if (variants->v[i].operations < rarest->operations)
			rarest = &variants->v[i];
	variant__free(rarest);
	return rarest;
}

void variants_of_path__add(struct variants_of_path *variants, const struct accesses *a,
			   const struct counts *path)
{
	struct variant *v = NULL;

	for (size_t i = 0; i < variants->n && !v; i++) {
		struct variant *known = &variants->v[i];

		if (known->lines == a->lines && known->pages == a->pages &&
		    known->loads == a->loads && known->stores == a->stores &&
		    known->turns == a->turns && known->depth == a->stack.depth)
			v = known;
	}
	if (!v) {
		v = variants_of_path__place(variants);
		variant__make(v, a, path);
	}
	v->operations++;
}

static uint64_t variants_of_path__count_lines(const struct variants_of_path *variants,
					      uint64_t lines)
{
	uint64_t n = 0;

	for (size_t i = 0; i < variants->n; i++)
		n += variants->v[i].lines == lines ? variants->v[i].operations : 0;
	return n;
}

const struct variant *variants_of_path__choose(const struct variants_of_path *variants)
{
	const struct variant *best = NULL;
	uint64_t most = 0;

	for (size_t i = 0; i < variants->n; i++) {
		const struct variant *v = &variants->v[i];
		uint64_t n = variants_of_path__count_lines(variants, v->lines);

		if (best && (n < most || (n == most && v->operations <= best->operations)))
			continue;
		best = v;
		most = n;
	}
	return best;
}

void variants_of_path__free(struct variants_of_path *variants)
{
	for (size_t i = 0; i < variants->n; i++)
		variant__free(&variants->v[i]);
	variants->n = 0;
}

/* ---- output ---- */

void variants_of_path__write(const struct variants_of_path *variants, const struct variant *chosen,
			     FILE *file)
{
	uint64_t lines[2] = { chosen->lines, chosen->lines };
	uint64_t pages[2] = { chosen->pages, chosen->pages };

	for (size_t i = 0; i < variants->n; i++) {
		const struct variant *v = &variants->v[i];

		lines[0] = v->lines < lines[0] ? v->lines : lines[0];
		lines[1] = v->lines > lines[1] ? v->lines : lines[1];
		pages[0] = v->pages < pages[0] ? v->pages : pages[0];
		pages[1] = v->pages > pages[1] ? v->pages : pages[1];
	}
	fprintf(file, "v %llu %llu %llu %llu %llu %llu %llu %llu %llu\n",
		(unsigned long long)variants_of_path__count_lines(variants, chosen->lines),
		(unsigned long long)chosen->loads, (unsigned long long)chosen->stores,
		(unsigned long long)chosen->lines, (unsigned long long)lines[0],
		(unsigned long long)lines[1], (unsigned long long)chosen->pages,
		(unsigned long long)pages[0], (unsigned long long)pages[1]);
	fprintf(file, "d %llu %llu %llu\n", (unsigned long long)chosen->depth,
		(unsigned long long)chosen->confirmed, (unsigned long long)chosen->corrected);
}

/* The first touch of the instruction, or of one at a higher address. */
static size_t variant__first(const struct variant *v, const struct item *item)
{
	size_t low = 0, high = v->n_touches;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (v->touches[middle].item->address < item->address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void variant__write_instruction(const struct variant *v, const struct counts *path, size_t i,
				FILE *file)
{
	const struct access *access = &v->access[i];
	const struct item *item = path->items[i];

	fprintf(file, "x %llu %llu %llu ", (unsigned long long)access->loads,
		(unsigned long long)access->stores, (unsigned long long)access->turns);
	for (size_t j = 0; j < access->code->size; j++)
		fprintf(file, "%02x", access->code->bytes[j]);
	fprintf(file, "\ns %llu\n", (unsigned long long)access->depth);
	for (size_t t = variant__first(v, item); t < v->n_touches && v->touches[t].item == item;
	     t++)
		fprintf(file, "l %llx\n", (unsigned long long)v->touches[t].line);
}
