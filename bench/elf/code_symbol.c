// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/code_symbol.h"

#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdio.h>
#include <string.h>

/* ---- symbols with their versions ---- */

/* The sections that name the versions of a table's symbols. */
struct versions {
	Elf_Data *numbers, *names;
	size_t strings; /* the section that has the names' text */
};

struct symbol {
	GElf_Sym sym;
	const char *name; /* as in the table */
	size_t base;	  /* letters of its name without a version */
	int index;
	const struct versions *versions; /* NULL: they are part of the name */
	/* Set by read_version. */
	const char *version; /* "": none */
	bool is_default;
};

#define HIDDEN 0x8000 /* in .gnu.version: not the default version */

static void find_versions(Elf *elf, struct versions *v)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	*v = (struct versions){ .numbers = NULL };
	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &header))
			continue;
		if (header.sh_type == SHT_GNU_versym)
			v->numbers = elf_getdata(section, NULL);
		if (header.sh_type == SHT_GNU_verdef) {
			v->names = elf_getdata(section, NULL);
			v->strings = header.sh_link;
		}
	}
}

/* Versions have numbers from 2 on; that of the file itself is 1. */
#define FIRST_VERSION 2

/* The name of a version that the file defines; "" if it does not. */
static const char *version_name(Elf *elf, const struct versions *v, unsigned int number)
{
	const char *name = NULL;
	GElf_Verdef definition;
	GElf_Verdaux names;
	uint32_t at = 0;

	while (!name && v->names && number >= FIRST_VERSION &&
	       gelf_getverdef(v->names, (int)at, &definition)) {
		if (definition.vd_ndx == number && definition.vd_aux < INT32_MAX - at &&
		    gelf_getverdaux(v->names, (int)(at + definition.vd_aux), &names))
			name = elf_strptr(elf, v->strings, names.vda_name);
		/* The next one is behind it: otherwise this would not end. */
		if (!definition.vd_next || definition.vd_next > INT32_MAX - at)
			break;
		at += definition.vd_next;
	}
	return name ? name : "";
}

/* Of the dynamic symbols, the version is in other sections; of the rest, it is part of the name. */
static void read_version(Elf *elf, struct symbol *s)
{
	const struct versions *v = s->versions;
	GElf_Versym number;

	s->version = "";
	s->is_default = true;
	if (s->name[s->base]) {
		s->is_default = s->name[s->base + 1] == '@';
		s->version = s->name + s->base + 1 + s->is_default;
	} else if (v && v->numbers && gelf_getversym(v->numbers, s->index, &number)) {
		s->version = version_name(elf, v, number & ~HIDDEN);
		s->is_default = !s->version[0] || !(number & HIDDEN);
	}
}

typedef void (*visit_fn)(const struct code_file *file, struct symbol *s, void *context);

static void visit_table(const struct code_file *file, Elf *elf, Elf_Scn *section,
			const GElf_Shdr *header, const struct versions *v, visit_fn visit,
			void *context)
{
	Elf_Data *data = elf_getdata(section, NULL);
	struct symbol s = { .versions = header->sh_type == SHT_DYNSYM ? v : NULL };

	for (s.index = 1; data && gelf_getsym(data, s.index, &s.sym); s.index++) {
		s.name = elf_strptr(elf, header->sh_link, s.sym.st_name);
		if (!s.name || !s.name[0])
			continue;
		s.base = strcspn(s.name, "@");
		visit(file, &s, context);
	}
}

/* Which tables of symbols a file has. */
struct tables {
	bool all;    /* those of all functions */
	bool shared; /* those that are shared */
};

static void visit_elf(const struct code_file *file, Elf *elf, visit_fn visit, void *context,
		      struct tables *tables)
{
	Elf_Scn *section = NULL;
	struct versions v;
	GElf_Shdr header;

	find_versions(elf, &v);
	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &header) ||
		    (header.sh_type != SHT_SYMTAB && header.sh_type != SHT_DYNSYM))
			continue;
		tables->all |= header.sh_type == SHT_SYMTAB;
		tables->shared |= header.sh_type == SHT_DYNSYM;
		visit_table(file, elf, section, &header, &v, visit, context);
	}
}

/* Those of the file, and those that were stripped of it, if they are at hand. */
static struct tables visit_all(const struct code_file *file, visit_fn visit, void *context)
{
	struct tables tables = { false, false };

	visit_elf(file, file->elf, visit, context, &tables);
	if (file->debug.elf)
		visit_elf(file, file->debug.elf, visit, context, &tables);
	return tables;
}

static bool is_indirect(const struct symbol *s)
{
	return GELF_ST_TYPE(s->sym.st_info) == STT_GNU_IFUNC;
}

/* Assembly often leaves the type out; "$x" and the like mark what is code on arm64. */
static bool is_function(const struct symbol *s)
{
	return s->sym.st_shndx != SHN_UNDEF &&
	       (GELF_ST_TYPE(s->sym.st_info) == STT_FUNC || is_indirect(s) ||
		(GELF_ST_TYPE(s->sym.st_info) == STT_NOTYPE && s->name[0] != '$'));
}

static void to_code_symbol(Elf *elf, struct symbol *s, uint64_t offset, struct code_symbol *out)
{
	const char *at;

	read_version(elf, s);
	at = !s->version[0] ? "" : s->is_default ? "@@" : "@";
	*out = (struct code_symbol){
		.address = s->sym.st_value,
		.offset = offset,
		.size = s->sym.st_size,
		.is_default = s->is_default,
		.is_indirect = is_indirect(s),
	};
	snprintf(out->name, sizeof(out->name), "%.*s%s%s", (int)s->base, s->name, at, s->version);
}

/* ---- by name ---- */

struct wanted {
	const char *name;
	size_t base;
	const char *version; /* "": any */
	struct code_lookup *lookup;
};

static bool has_base(const struct symbol *s, const char *name, size_t base)
{
	return s->base == base && !memcmp(s->name, name, base);
}

static void add_found(struct code_lookup *lookup, const struct code_symbol *symbol)
{
	size_t shown = lookup->n < CODE_SYMBOLS_MOST ? lookup->n : CODE_SYMBOLS_MOST;

	for (size_t i = 0; i < shown; i++)
		if (lookup->found[i].address == symbol->address) {
			/* The one with a version says more. */
			if (strchr(symbol->name, '@') && symbol->is_default)
				lookup->found[i] = *symbol;
			return;
		}
	if (shown < CODE_SYMBOLS_MOST)
		lookup->found[shown] = *symbol;
	lookup->n++;
}

static void offer(const struct code_file *file, const struct symbol *s, struct similar_names *near)
{
	char name[CODE_SYMBOL_NAME_SIZE];
	uint64_t offset;

	if (s->base >= sizeof(name) || !is_function(s) ||
	    !code_file__offset(file, s->sym.st_value, &offset))
		return;
	snprintf(name, sizeof(name), "%.*s", (int)s->base, s->name);
	similar_names__offer(near, name);
}

static void offer_version(const struct code_file *file, struct symbol *s,
			  struct similar_names *near)
{
	struct code_symbol symbol;
	uint64_t offset;

	if (!is_function(s) || !code_file__offset(file, s->sym.st_value, &offset))
		return;
	to_code_symbol(file->elf, s, offset, &symbol);
	/* Names for debugging have no versions. */
	if (strchr(symbol.name, '@'))
		similar_names__offer(near, symbol.name);
}

static bool is_version(Elf *elf, struct symbol *s, const char *version)
{
	read_version(elf, s);
	return !version[0] || !strcmp(version, s->version);
}

/* A visit_fn. */
static void take(const struct code_file *file, struct symbol *s, void *context)
{
	const struct wanted *wanted = context;
	struct code_lookup *lookup = wanted->lookup;
	struct code_symbol symbol;
	uint64_t offset;

	if (!has_base(s, wanted->name, wanted->base)) {
		offer(file, s, &lookup->near);
	} else if (s->sym.st_shndx == SHN_UNDEF) {
		lookup->is_imported = true;
	} else if (!is_version(file->elf, s, wanted->version)) {
		offer_version(file, s, &lookup->versions);
	} else if (is_function(s) && code_file__offset(file, s->sym.st_value, &offset)) {
		to_code_symbol(file->elf, s, offset, &symbol);
		add_found(lookup, &symbol);
	} else {
		lookup->is_data = true;
	}
}

/*
 * Whether it is called after the function: __memcpy_avx_unaligned, sum_avx2, or as the compiler
 * does for target_clones: sum.avx2.
 */
static bool is_called_after(const struct symbol *s, const char *name, size_t base)
{
	const char *end = s->name + s->base;

	for (const char *at = s->name; at + base < end; at++)
		if (!memcmp(at, name, base) && (at == s->name || at[-1] == '_') &&
		    (at[base] == '_' || at[base] == '.'))
			return true;
	return false;
}

/* Functions that an indirect one may return: what has its own address is the one that chooses. */
static void take_implementation(const struct code_file *file, struct symbol *s, void *context)
{
	const struct wanted *wanted = context;

	if (!is_indirect(s) && s->sym.st_value != wanted->lookup->found[0].address &&
	    is_called_after(s, wanted->name, wanted->base))
		offer(file, s, &wanted->lookup->instead);
}

/* The version that new programs get comes first, if it is the only one. */
static void prefer_default(struct code_lookup *lookup)
{
	size_t n = lookup->n < CODE_SYMBOLS_MOST ? lookup->n : CODE_SYMBOLS_MOST, defaults = 0;
	struct code_symbol first;

	for (size_t i = 0; i < n; i++) {
		if (!lookup->found[i].is_default)
			continue;
		first = lookup->found[i];
		lookup->found[i] = lookup->found[0];
		lookup->found[0] = first;
		defaults++;
	}
	if (defaults == 1 && lookup->n <= CODE_SYMBOLS_MOST && strchr(lookup->found[0].name, '@'))
		lookup->n = 1;
}

void code_symbol__look_up(const struct code_file *file, const char *name,
			  struct code_lookup *lookup)
{
	struct wanted wanted = { .name = name, .base = strcspn(name, "@"), .lookup = lookup };
	char base[CODE_SYMBOL_NAME_SIZE];
	struct tables tables;

	*lookup = (struct code_lookup){ .n = 0 };
	wanted.version = name + wanted.base;
	wanted.version += strspn(wanted.version, "@");
	snprintf(base, sizeof(base), "%.*s", (int)wanted.base, name);
	similar_names__start(&lookup->near, base);
	similar_names__start(&lookup->versions, base);
	similar_names__start(&lookup->instead, base);
	tables = visit_all(file, take, &wanted);
	lookup->has_all = tables.all;
	lookup->has_shared = tables.shared;
	snprintf(lookup->debug_path, sizeof(lookup->debug_path), "%.191s",
		 tables.all ? "" : file->debug.path);
	prefer_default(lookup);
	if (lookup->n && lookup->found[0].is_indirect)
		visit_all(file, take_implementation, &wanted);
}

/* ---- why none ---- */

#define NAMES_SIZE (SIMILAR_NAMES_SHOWN * (SIMILAR_NAMES_SIZE + 2))

/* Appends as many names as fit, whole, after `before`; nothing if there is none. */
static void add_names(const char *before, const struct similar_names *names, char *text,
		      size_t size)
{
	size_t length = strlen(text), room = size - length;
	char list[NAMES_SIZE];

	if (room <= strlen(before))
		return;
	room -= strlen(before);
	similar_names__format(names, list, room < sizeof(list) ? room : sizeof(list));
	if (list[0])
		snprintf(text + length, size - length, "%s%s", before, list);
}

/* Why a name may be missing of a function that is there. */
static const char *what_was_stripped(const struct code_lookup *lookup)
{
	if (lookup->has_all)
		return "";
	return lookup->has_shared
		       ? ", or it was stripped of the name: only those that are shared are left"
		       : ", or it was stripped of the name: the file has no names of functions";
}

static void explain_missing(const struct code_lookup *lookup, char *text, size_t size)
{
	if (lookup->versions.n) {
		snprintf(text, size, "it has other versions of that function");
		add_names(": ", &lookup->versions, text, size);
		return;
	}
	if (lookup->is_data) {
		snprintf(text, size, "that is a variable, and no function");
		return;
	}
	if (lookup->is_imported) {
		snprintf(text, size,
			 "the file only calls it: name the library that has it, as in libc.so.6:%s",
			 lookup->near.wanted);
		return;
	}
	snprintf(text, size, "it has no such function%s", what_was_stripped(lookup));
	if (lookup->debug_path[0])
		snprintf(text + strlen(text), size - strlen(text), ", and %s is missing",
			 lookup->debug_path);
	add_names("; similar names: ", &lookup->near, text, size);
}

static void explain_several(const struct code_lookup *lookup, char *text, size_t size)
{
	size_t shown = lookup->n < CODE_SYMBOLS_MOST ? lookup->n : CODE_SYMBOLS_MOST;
	size_t length;

	length = (size_t)snprintf(text, size, "it has %zu functions of that name", lookup->n);
	for (size_t i = 0; i < shown && length < size; i++)
		length += (size_t)snprintf(
			text + length, size - length, "%s%s+0x%" PRIx64, i ? ", " : ": ",
			strchr(lookup->found[i].name, '@') ? lookup->found[i].name : "FILE",
			lookup->found[i].offset);
	if (length < size)
		snprintf(text + length, size - length, "; choose one by FILE+OFFSET");
}

static void explain_indirect(const struct code_lookup *lookup, char *text, size_t size)
{
	snprintf(text, size,
		 "it is an indirect function (IFUNC), called once to choose one for this CPU");
	if (lookup->instead.n)
		add_names("; hook that: ", &lookup->instead, text, size);
	else
		snprintf(text + strlen(text), size - strlen(text), "; %s",
			 lookup->has_all
				 ? "hook that by its own name, or by FILE+OFFSET"
				 : "the names of those were stripped: hook one by FILE+OFFSET");
}

const struct code_symbol *code_symbol__choose(const struct code_lookup *lookup, char *problem,
					      size_t size)
{
	problem[0] = '\0';
	if (!lookup->n)
		explain_missing(lookup, problem, size);
	else if (lookup->n > 1)
		explain_several(lookup, problem, size);
	else if (lookup->found[0].is_indirect)
		explain_indirect(lookup, problem, size);
	return problem[0] ? NULL : &lookup->found[0];
}

/* ---- by address ---- */

struct around {
	uint64_t address;
	bool is_found;
	struct code_symbol *symbol;
};

/* A visit_fn. */
static void take_around(const struct code_file *file, struct symbol *s, void *context)
{
	struct around *around = context;
	uint64_t offset;

	if (!is_function(s) || around->address < s->sym.st_value ||
	    around->address - s->sym.st_value >= s->sym.st_size ||
	    !code_file__offset(file, s->sym.st_value, &offset))
		return;
	to_code_symbol(file->elf, s, offset, around->symbol);
	around->is_found = true;
}

bool code_symbol__around(const struct code_file *file, uint64_t address, struct code_symbol *symbol)
{
	struct around around = { .address = address, .symbol = symbol };

	visit_all(file, take_around, &around);
	return around.is_found;
}
