// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/drivers_of_trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#define LINE_SHIFT 6  /* of an address */
#define PAGE_SHIFT 12 /* of an address */

/* A line or page, and the function that touches it; or the operation, which is the last of all. */
struct place {
	size_t function;
	enum driver_id driver;
	uint64_t at;
};

struct places {
	size_t n, size;
	struct place *v;
};

struct function {
	const char *name; /* of the symbols */
	struct driver_counts counts;
};

struct sums {
	const struct profile *profile;
	const struct symbols *const *symbols;
	struct driver_counts all;
	json_t *index; /* function -> its index */
	size_t n, size;
	struct function *functions;
	struct places places;
	json_t *kinds; /* key of a class -> kind -> instructions */
};

/* ---- entries ---- */

/*
 * Where a kernel is entered, by its symbols; a name ends with "*" if more may follow. On arm64,
 * system calls and exceptions of the same side begin at the same symbol; what was a page fault or a
 * step calls a function of its own. 5.10 has the older names.
 */
static const struct {
	const char *name;
	bool is_entry;	       /* the kernel begins here, and not a function that it calls */
	enum driver_id driver; /* the kind of entry; DRIVER_ENTRIES: no special one */
} entries[] = {
	{ "entry_SYSCALL_64", true, DRIVER_ENTRIES },
	{ "asm_exc_int3", true, DRIVER_BREAKPOINTS },
	{ "asm_exc_debug", true, DRIVER_STEPS },
	{ "asm_exc_page_fault", true, DRIVER_PAGE_FAULTS },
	{ "asm_exc_*", true, DRIVER_ENTRIES },
	{ "asm_sysvec_*", true, DRIVER_INTERRUPTS },
	{ "asm_common_interrupt", true, DRIVER_INTERRUPTS },
	{ "asm_spurious_interrupt", true, DRIVER_INTERRUPTS },
	{ "el0t_64_sync", true, DRIVER_ENTRIES },
	{ "el1h_64_sync", true, DRIVER_ENTRIES },
	{ "el0t_64_irq", true, DRIVER_INTERRUPTS },
	{ "el1h_64_irq", true, DRIVER_INTERRUPTS },
	{ "el0_sync", true, DRIVER_ENTRIES },
	{ "el1_sync", true, DRIVER_ENTRIES },
	{ "el0_irq", true, DRIVER_INTERRUPTS },
	{ "el1_irq", true, DRIVER_INTERRUPTS },
	{ "do_mem_abort", false, DRIVER_PAGE_FAULTS },
	{ "single_step_handler", false, DRIVER_STEPS },
	{ "do_el0_softstep", false, DRIVER_STEPS },
	{ "do_el1_softstep", false, DRIVER_STEPS },
	{ NULL, false, DRIVER_ENTRIES },
};

static void count_entry(struct driver_counts *counts, const char *name, int64_t n)
{
	for (size_t i = 0; name && entries[i].name; i++) {
		size_t length = strcspn(entries[i].name, "*");

		if (strncmp(entries[i].name, name, length) != 0 ||
		    (!entries[i].name[length] && name[length]))
			continue;
		counts->of[DRIVER_ENTRIES] += entries[i].is_entry ? n : 0;
		if (entries[i].driver != DRIVER_ENTRIES)
			counts->of[entries[i].driver] += n;
		return;
	}
}

/* ---- places ---- */

static int places__add(struct places *p, size_t function, enum driver_id driver, uint64_t at)
{
	if (p->n == p->size) {
		size_t size = p->size ? 2 * p->size : 4096;
		struct place *v = reallocarray(p->v, size, sizeof(*v));

		if (!v)
			return log__out_of_memory();
		p->v = v;
		p->size = size;
	}
	p->v[p->n++] = (struct place){ function, driver, at };
	return 0;
}

static int by_place(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	if (a->driver != b->driver)
		return a->driver < b->driver ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* Each place counts once for each function, and once for the operation. */
static void sums__count_places(struct sums *s)
{
	struct places *p = &s->places;

	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_place);
	for (size_t i = 0; i < p->n; i++) {
		const struct place *at = &p->v[i];
		struct driver_counts *counts =
			at->function < s->n ? &s->functions[at->function].counts : &s->all;

		if (!i || by_place(at - 1, at) != 0)
			counts->of[at->driver]++;
	}
}

/* A line, with its page, that this function touches. */
static int sums__touch(struct sums *s, size_t function, enum driver_id line, enum driver_id page,
		       uint64_t number)
{
	uint64_t page_number = number >> (PAGE_SHIFT - LINE_SHIFT);
	int err = places__add(&s->places, function, line, number);

	if (!err)
		err = places__add(&s->places, function, page, page_number);
	if (!err)
		err = places__add(&s->places, SIZE_MAX, line, number);
	return err ? err : places__add(&s->places, SIZE_MAX, page, page_number);
}

/* ---- instructions ---- */

static int sums__function(struct sums *s, const char *name, size_t *index)
{
	json_t *known = json_object_get(s->index, name);

	if (known) {
		*index = (size_t)json_integer_value(known);
		return 0;
	}
	if (s->n == s->size) {
		size_t size = s->size ? 2 * s->size : 256;
		struct function *v = reallocarray(s->functions, size, sizeof(*v));

		if (!v)
			return log__out_of_memory();
		s->functions = v;
		s->size = size;
	}
	s->functions[s->n] = (struct function){ .name = name };
	*index = s->n++;
	return json_object_set_new(s->index, name, json_integer((json_int_t)*index))
		       ? log__out_of_memory()
		       : 0;
}

static void sums__note_kind(struct sums *s, const struct instruction_class *class, int64_t n)
{
	const char *key = driver_table[class->driver].key;
	json_t *kinds = json_object_get(s->kinds, key);
	json_int_t before;

	if (!class->kind[0])
		return;
	if (!kinds) {
		kinds = json_object();
		json_object_set_new(s->kinds, key, kinds);
	}
	before = json_integer_value(json_object_get(kinds, class->kind));
	json_object_set_new(kinds, class->kind, json_integer(before + n));
}

static void count(struct driver_counts *counts, const struct instruction_class *class,
		  const struct profile_access *access, int64_t n)
{
	counts->of[DRIVER_INSTRUCTIONS] += n;
	counts->of[class->driver] += n;
	counts->of[DRIVER_LOADS] += (int64_t)access->loads;
	counts->of[DRIVER_STORES] += (int64_t)access->stores;
	if (counts->of[DRIVER_STACK] < (int64_t)access->depth)
		counts->of[DRIVER_STACK] = (int64_t)access->depth;
	if (class->unlocked)
		counts->of[DRIVER_UNLOCKED] += n;
	if (class->driver == DRIVER_BRANCHES)
		counts->of[DRIVER_TAKEN] += (int64_t)access->turns;
	if (class->breakpoint)
		counts->of[DRIVER_BREAKPOINTS] += n;
}

static int sums__add_lines(struct sums *s, size_t function, uint64_t address,
			   const struct profile_access *access)
{
	uint64_t first = address >> LINE_SHIFT;
	uint64_t last = (address + access->size - 1) >> LINE_SHIFT;
	int err = sums__touch(s, function, DRIVER_CODE_LINES, DRIVER_CODE_PAGES, first);

	if (!err && last != first)
		err = sums__touch(s, function, DRIVER_CODE_LINES, DRIVER_CODE_PAGES, last);
	for (size_t i = 0; i < access->n_lines && !err; i++)
		err = sums__touch(s, function, DRIVER_DATA_LINES, DRIVER_DATA_PAGES,
				  s->profile->lines[access->first_line + i]);
	return err;
}

static int sums__add(struct sums *s, size_t i, struct classifier *classifier)
{
	const struct profile_count *instruction = &s->profile->counts[i];
	const struct profile_access *access = &s->profile->accesses[i];
	const char *start = symbols__name_of_start(s->symbols, instruction->address);
	int64_t n = (int64_t)instruction->count;
	struct instruction_class class;
	size_t function = 0;
	int err = sums__function(s, symbols__name(s->symbols, instruction->address), &function);

	if (err)
		return err;
	classifier__classify(classifier, access->bytes, access->size, &class);
	sums__note_kind(s, &class, n);
	count(&s->all, &class, access, n);
	count_entry(&s->all, start, n);
	count(&s->functions[function].counts, &class, access, n);
	count_entry(&s->functions[function].counts, start, n);
	return sums__add_lines(s, function, instruction->address, access);
}

/* The plugin counted the lines and pages of data, too. */
static int sums__check(const struct sums *s)
{
	const struct profile *p = s->profile;

	if ((uint64_t)s->all.of[DRIVER_DATA_LINES] == p->data_lines.common &&
	    (uint64_t)s->all.of[DRIVER_DATA_PAGES] == p->data_pages.common)
		return 0;
	return log__fail(
		-EINVAL,
		"the plugin's lines of data do not add up: was it built with this hookbench?");
}

/* ---- JSON ---- */

/* 0 is left out. */
static json_t *counts_to_json(const struct driver_counts *counts)
{
	json_t *json = json_object();

	for (int i = 0; i < N_DRIVERS; i++)
		if (counts->of[i])
			json_object_set_new(json, driver_table[i].key, json_integer(counts->of[i]));
	return json;
}

static json_t *range_to_json(const struct profile_range *range)
{
	return json_pack("[I, I]", (json_int_t)range->low, (json_int_t)range->high);
}

static json_t *sums__to_json(const struct sums *s, const struct trial *t)
{
	const struct profile *p = s->profile;
	json_t *json =
		json_pack("{s:i, s:s, s:b, s:I, s:I, s:I, s:o, s:o, s:I, s:I, s:o, s:O}", "round",
			  (int)t->round, "backend", t->backend, "control", t->control, "operations",
			  (json_int_t)p->operations, "used", (json_int_t)p->used, "agreed",
			  (json_int_t)p->agreed, "data_lines_range", range_to_json(&p->data_lines),
			  "data_pages_range", range_to_json(&p->data_pages), "stack_confirmed",
			  (json_int_t)p->confirmed, "stack_corrected", (json_int_t)p->corrected,
			  "drivers", counts_to_json(&s->all), "kinds", s->kinds);
	json_t *functions;

	/* As stacks in explain.json: rounds are identical. */
	if (t->round != 1)
		return json;
	functions = json_object();
	for (size_t i = 0; i < s->n; i++)
		json_object_set_new(functions, s->functions[i].name,
				    counts_to_json(&s->functions[i].counts));
	json_object_set_new(json, "functions", functions);
	return json;
}

static void sums__free(struct sums *s)
{
	json_decref(s->index);
	json_decref(s->kinds);
	free(s->functions);
	free(s->places.v);
}

int drivers_of_trial__make(const struct trial *t, const struct profile *p,
			   const struct symbols *const *symbols, struct classifier *classifier,
			   json_t **json)
{
	struct sums s = {
		.profile = p, .symbols = symbols, .index = json_object(), .kinds = json_object()
	};
	int err = 0;

	if (p->n_counts && !p->has_accesses)
		err = log__fail(-EINVAL,
				"the plugin noted no accesses: was it built with this hookbench?");
	for (size_t i = 0; i < p->n_counts && !err; i++)
		err = sums__add(&s, i, classifier);
	if (!err) {
		sums__count_places(&s);
		err = sums__check(&s);
	}
	if (!err)
		*json = sums__to_json(&s, t);
	sums__free(&s);
	return err;
}
