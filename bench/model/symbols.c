// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/symbols.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

/* ---- reading ---- */

/* Takes ownership of the name, even when out of memory. */
static int symbols__append(struct symbols *s, const struct symbol *symbol)
{
	/* Grows by doubling: room for a power of 2. */
	if (!(s->n & (s->n - 1))) {
		struct symbol *v = reallocarray(s->v, s->n ? 2 * s->n : 1, sizeof(*v));

		if (!v) {
			free(symbol->name);
			return log__out_of_memory();
		}
		s->v = v;
	}
	if (!symbol->name)
		return log__out_of_memory();
	s->v[s->n++] = *symbol;
	return 0;
}

/* The padding before a function has its own symbol, but is not a function. */
static bool is_padding(const char *name, size_t size)
{
	return size > 6 && !memcmp(name, "__pfx_", 6);
}

/* Also 0 for a line that is not a symbol. */
static int symbols__read_line(struct symbols *s, const char *line, size_t size)
{
	char *end;
	struct symbol symbol = { .start = strtoull(line, &end, 16), .order = (unsigned int)s->n };
	const char *name = end + 3;

	if (end == line || end + 3 >= line + size || end[0] != ' ' || end[2] != ' ')
		return 0;
	size -= (size_t)(name - line);
	if (is_padding(name, size))
		return 0;
	symbol.type = end[1];
	symbol.name = strndup(name, size);
	return symbols__append(s, &symbol);
}

/* ---- choosing ---- */

static size_t count_underscores(const char *name)
{
	return strspn(name, "_");
}

/* Marks of the linker script for section starts and ends: not functions. */
static bool is_mark(const char *name)
{
	return strstr(name, "text_start") || strstr(name, "text_end") || strstr(name, "_begin") ||
	       strstr(name, "_stext") || strstr(name, "_etext") || !strcmp(name, "_text");
}

/*
 * Of two names of an address, prefers the one that is not a mark, is global, has fewer underscores,
 * is shorter, comes first.
 */
static int compare_names(const struct symbol *a, const struct symbol *b)
{
	bool a_global = a->type == 'T', b_global = b->type == 'T';

	if (is_mark(a->name) != is_mark(b->name))
		return is_mark(a->name) ? 1 : -1;
	if (a_global != b_global)
		return a_global ? -1 : 1;
	if (count_underscores(a->name) != count_underscores(b->name))
		return count_underscores(a->name) < count_underscores(b->name) ? -1 : 1;
	if (strlen(a->name) != strlen(b->name))
		return strlen(a->name) < strlen(b->name) ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int by_address(const void *x, const void *y)
{
	const struct symbol *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return compare_names(a, b);
}

/* By full name, then address: to find symbols that share a name. */
static int by_name(const void *x, const void *y)
{
	const struct symbol *a = *(const struct symbol *const *)x,
			    *b = *(const struct symbol *const *)y;
	int order = strcmp(a->name, b->name);

	return order ? order : by_address(a, b);
}

static void drop_aliases(struct symbols *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (n && s->v[n - 1].start == s->v[i].start)
			free(s->v[i].name);
		else
			s->v[n++] = s->v[i];
	}
	s->n = n;
}

static uint64_t find_etext(const struct symbols *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!strcmp(s->v[i].name, "_etext"))
			return s->v[i].start;
	return UINT64_MAX;
}

/* Code from _etext on is not executed after boot. */
static void set_ends(struct symbols *s, uint64_t etext)
{
	for (size_t i = 0; i < s->n; i++) {
		uint64_t next = i + 1 < s->n ? s->v[i + 1].start : s->v[i].start + 1;

		s->v[i].end = s->v[i].start >= etext ? s->v[i].start : next;
	}
}

/* Cuts at the first dot, and numbers the symbols that share a full name. */
static int make_names(struct symbols *s)
{
	const struct symbol **by = calloc(s->n + 1, sizeof(struct symbol *));
	char **names = calloc(s->n + 1, sizeof(*names));
	unsigned int same = 1;

	for (size_t i = 0; by && i < s->n; i++)
		by[i] = &s->v[i];
	if (by)
		qsort(by, s->n, sizeof(struct symbol *), by_name);
	for (size_t i = 0; by && names && i < s->n; i++) {
		size_t cut =
			by[i]->name[0] == '.' ? strlen(by[i]->name) : strcspn(by[i]->name, ".");
		char number[16] = "";

		same = i && !strcmp(by[i]->name, by[i - 1]->name) ? same + 1 : 1;
		if (same > 1)
			snprintf(number, sizeof(number), "@%u", same);
		if (asprintf(&names[by[i] - s->v], "%.*s%s", (int)cut, by[i]->name, number) < 0)
			names[by[i] - s->v] = NULL;
	}
	for (size_t i = 0; by && names && i < s->n; i++) {
		if (!names[i])
			continue;
		free(s->v[i].name);
		s->v[i].name = names[i];
	}
	free(names);
	free(by);
	return by && names ? 0 : log__out_of_memory();
}

int symbols__read(const char *text, size_t size, struct symbols *symbols)
{
	const char *end = text + size;
	int err = 0;

	*symbols = (struct symbols){ 0 };
	while (text < end && !err) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));

		if (!newline)
			break;
		err = symbols__read_line(symbols, text, (size_t)(newline - text));
		text = newline + 1;
	}
	if (!err && !symbols->n) {
		log__error("the guest's list of functions is empty");
		err = -EINVAL;
	}
	if (!err) {
		uint64_t etext = find_etext(symbols);

		qsort(symbols->v, symbols->n, sizeof(*symbols->v), by_address);
		drop_aliases(symbols);
		set_ends(symbols, etext);
		err = make_names(symbols);
	}
	if (err)
		symbols__free(symbols);
	return err;
}

/* ---- created at run time ---- */

/* Prefixes of the kernel's names (see perf's KSYMBOL records). */
static const struct {
	const char *prefix, *name;
} run_time_names[] = {
	{ "bpf_prog_", SYMBOL_BPF_PROGRAM },
	{ "bpf_trampoline_", SYMBOL_BPF_TRAMPOLINE },
	{ "bpf_dispatcher_", SYMBOL_BPF_DISPATCHER },
	{ "ftrace_trampoline", SYMBOL_FTRACE_TRAMPOLINE },
	{ "kprobe_", SYMBOL_KPROBE_PAGE }, /* kprobe_insn_page, kprobe_optinsn_page */
};

int symbols__add(struct symbols *symbols, uint64_t start, uint64_t size, const char *name)
{
	for (size_t i = 0; i < sizeof(run_time_names) / sizeof(*run_time_names); i++)
		if (!strncmp(name, run_time_names[i].prefix, strlen(run_time_names[i].prefix)))
			name = run_time_names[i].name;
	return symbols__append(
		symbols,
		&(struct symbol){ .start = start, .end = start + size, .name = strdup(name) });
}

void symbols__sort(struct symbols *symbols)
{
	if (symbols->n)
		qsort(symbols->v, symbols->n, sizeof(*symbols->v), by_address);
}

/* ---- looking up ---- */

/* User space is the lower half of the address space. */
static bool is_user(uint64_t address)
{
	return address < UINT64_C(1) << 63;
}

static const struct symbol *symbols__find(const struct symbols *s, uint64_t address)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->v[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low && address < s->v[low - 1].end ? &s->v[low - 1] : NULL;
}

const char *symbols__name(const struct symbols *const *symbols, uint64_t address)
{
	const struct symbol *found = NULL;

	if (is_user(address))
		return SYMBOL_USER;
	for (; *symbols && !found; symbols++)
		found = symbols__find(*symbols, address);
	return found ? found->name : SYMBOL_UNKNOWN;
}

const char *symbols__name_of_start(const struct symbols *const *symbols, uint64_t address)
{
	const struct symbol *found = NULL;

	for (; *symbols && !found; symbols++)
		found = symbols__find(*symbols, address);
	return found && found->start == address ? found->name : NULL;
}

void symbols__free(struct symbols *symbols)
{
	for (size_t i = 0; i < symbols->n; i++)
		free(symbols->v[i].name);
	free(symbols->v);
	*symbols = (struct symbols){ 0 };
}
