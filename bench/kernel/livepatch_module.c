// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/livepatch_module.h"

#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- how a function begins ---- */

#define CALL	   0xe8
#define PLACE_SIZE 5
#define ENDBR_SIZE 4

/* Those that ftrace leaves where nothing is to be called. */
static const unsigned char nops[][PLACE_SIZE] = {
	{ 0x0f, 0x1f, 0x44, 0x00, 0x00 },
	{ 0x66, 0x66, 0x66, 0x66, 0x90 }, /* up to 5.12, for AMD's CPUs */
};

/* endbr64, and what the kernel puts in its place where no indirect call leads to. */
static const unsigned char endbrs[][ENDBR_SIZE] = {
	{ 0xf3, 0x0f, 0x1e, 0xfa },
	{ 0x66, 0x0f, 0x1f, 0x00 },
	{ 0x0f, 0x1f, 0x40, 0xd6 },
};

static bool begins_with(const unsigned char *bytes, const void *any, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++)
		if (!memcmp(bytes, (const unsigned char *)any + i * size, size))
			return true;
	return false;
}

#define BEGINS_WITH(bytes, any) \
	begins_with(bytes, any, sizeof(any) / sizeof(*(any)), sizeof(*(any)))

struct livepatch_entry livepatch_entry__of(const unsigned char bytes[LIVEPATCH_ENTRY_SIZE])
{
	const size_t at = BEGINS_WITH(bytes, endbrs) ? ENDBR_SIZE : 0;
	const bool is_call = bytes[at] == CALL;

	if (!is_call && !BEGINS_WITH(bytes + at, nops))
		return (struct livepatch_entry){ 0 };
	return (struct livepatch_entry){ at + PLACE_SIZE, is_call };
}

/* ---- the code ---- */

/* Where its parts are: each begins at a multiple of 16. */
enum { CODE_REPLACEMENT = 0, CODE_INIT = 16, CODE_EXIT = 32 };

/*
 * The replacement is reached by a return, so that it needs no endbr64. Neither it nor `init` is
 * ever on a stack, where the kernel would look for a description (ORC) of their frames: both jump
 * instead of calling. The zeros are where relocations put distances.
 */
/* clang-format off */
static const unsigned char code[] = {
	[CODE_REPLACEMENT] =
	0xe9, 0, 0, 0, 0,		/* jmp rest */
	[CODE_INIT] =
	0xf3, 0x0f, 0x1e, 0xfa,		/* endbr64 */
	0x48, 0x8d, 0x3d, 0, 0, 0, 0,	/* lea patch(%rip), %rdi */
	0xe9, 0, 0, 0, 0,		/* jmp klp_enable_patch */
	[CODE_EXIT] =
	0xf3, 0x0f, 0x1e, 0xfa,		/* endbr64 */
	0xc3,				/* ret */
};
/* clang-format on */

enum {
	DISTANCE_SIZE = 4, /* from the end of the instruction */
	AT_REST = CODE_REPLACEMENT + 1,
	AT_PATCH = CODE_INIT + 7,
	AT_ENABLE = CODE_INIT + 12,
};

/* No indirect jump: a kernel with retpolines may know that. */
static const char facts[] = "license=GPL\0livepatch=Y\0retpoline=Y\0name=" LIVEPATCH_MODULE_NAME;

/* ---- the file ---- */

enum section_id {
	SECTION_NONE,
	SECTION_CODE,
	SECTION_DATA,
	SECTION_MODULE,
	SECTION_FACTS,
	SECTION_CODE_RELOCATIONS,
	SECTION_DATA_RELOCATIONS,
	SECTION_MODULE_RELOCATIONS,
	SECTION_SYMBOLS,
	SECTION_SYMBOL_NAMES,
	SECTION_NAMES,
	SECTIONS,
};

static const struct section_kind {
	const char *name;
	Elf64_Word type, link, info;
	Elf64_Xword flags, align, entry_size;
} kinds[SECTIONS] = {
	[SECTION_NONE] = { "" },
	[SECTION_CODE] = { ".text", SHT_PROGBITS, .flags = SHF_ALLOC | SHF_EXECINSTR, .align = 16 },
	[SECTION_DATA] = { ".data", SHT_PROGBITS, .flags = SHF_ALLOC | SHF_WRITE, .align = 16 },
	/* As aligned as struct module: to a cache line. */
	[SECTION_MODULE] = { ".gnu.linkonce.this_module", SHT_PROGBITS,
			     .flags = SHF_ALLOC | SHF_WRITE, .align = 64 },
	[SECTION_FACTS] = { ".modinfo", SHT_PROGBITS, .flags = SHF_ALLOC, .align = 1 },
#define RELOCATIONS_OF(section, section_name)                                               \
	{                                                                                   \
		".rela" section_name, SHT_RELA, SECTION_SYMBOLS, section, SHF_INFO_LINK, 8, \
			sizeof(Elf64_Rela)                                                  \
	}
	[SECTION_CODE_RELOCATIONS] = RELOCATIONS_OF(SECTION_CODE, ".text"),
	[SECTION_DATA_RELOCATIONS] = RELOCATIONS_OF(SECTION_DATA, ".data"),
	[SECTION_MODULE_RELOCATIONS] = RELOCATIONS_OF(SECTION_MODULE, ".gnu.linkonce.this_module"),
	[SECTION_SYMBOLS] = { ".symtab", SHT_SYMTAB, .link = SECTION_SYMBOL_NAMES, .align = 8,
			      .entry_size = sizeof(Elf64_Sym) },
	[SECTION_SYMBOL_NAMES] = { ".strtab", SHT_STRTAB, .align = 1 },
	[SECTION_NAMES] = { ".shstrtab", SHT_STRTAB, .align = 1 },
};

/* Local symbols come before those of others. */
enum symbol_id {
	SYMBOL_NONE,
	SYMBOL_REPLACEMENT,
	SYMBOL_INIT,
	SYMBOL_EXIT,
	SYMBOL_DATA,
	SYMBOL_REST,
	SYMBOL_MODULE,
	SYMBOL_ENABLE,
	SYMBOLS,
	SYMBOLS_LOCAL = SYMBOL_MODULE,
};

struct section {
	unsigned char *bytes;
	size_t size;
};

struct writer {
	struct section sections[SECTIONS];
	bool is_out_of_memory;
};

/* Appends to a section; zeros, if `bytes` is NULL. Returns where it begins. */
static size_t append(struct writer *w, enum section_id id, const void *bytes, size_t size)
{
	struct section *s = &w->sections[id];
	unsigned char *grown = realloc(s->bytes, s->size + size);
	size_t at = s->size;

	if (!grown) {
		w->is_out_of_memory = true;
		return at;
	}
	s->bytes = grown;
	if (bytes)
		memcpy(grown + at, bytes, size);
	else
		memset(grown + at, 0, size);
	s->size += size;
	return at;
}

static size_t append_text(struct writer *w, enum section_id id, const char *text)
{
	return append(w, id, text, strlen(text) + 1);
}

static void append_symbol(struct writer *w, const char *name, Elf64_Sym symbol)
{
	symbol.st_name = (Elf64_Word)append_text(w, SECTION_SYMBOL_NAMES, name);
	append(w, SECTION_SYMBOLS, &symbol, sizeof(symbol));
}

/* The kernel puts there a distance from it (of which DISTANCE_SIZE bytes follow), or an address. */
static void refer(struct writer *w, enum section_id relocations, size_t at, enum symbol_id to,
		  int64_t offset)
{
	const bool is_code = relocations == SECTION_CODE_RELOCATIONS;
	const Elf64_Rela relocation = {
		.r_offset = at,
		.r_info = ELF64_R_INFO((Elf64_Xword)to, is_code ? R_X86_64_PC32 : R_X86_64_64),
		.r_addend = is_code ? offset - DISTANCE_SIZE : offset,
	};

	append(w, relocations, &relocation, sizeof(relocation));
}

/* In the order of enum symbol_id. */
static void append_symbols(struct writer *w, const struct livepatch_layout *layout, uint64_t rest)
{
	const unsigned char function = ELF64_ST_INFO(STB_LOCAL, STT_FUNC);
	const unsigned char object = ELF64_ST_INFO(STB_LOCAL, STT_OBJECT);

	append_symbol(w, "", (Elf64_Sym){ 0 });
	/* The kernel asks its own table how large the replacement is. */
	append_symbol(w, "hookbench_replacement",
		      (Elf64_Sym){ .st_info = function,
				   .st_shndx = SECTION_CODE,
				   .st_value = CODE_REPLACEMENT,
				   .st_size = CODE_INIT - CODE_REPLACEMENT });
	append_symbol(w, "hookbench_init",
		      (Elf64_Sym){ .st_info = function,
				   .st_shndx = SECTION_CODE,
				   .st_value = CODE_INIT,
				   .st_size = CODE_EXIT - CODE_INIT });
	append_symbol(w, "hookbench_exit",
		      (Elf64_Sym){ .st_info = function,
				   .st_shndx = SECTION_CODE,
				   .st_value = CODE_EXIT,
				   .st_size = sizeof(code) - CODE_EXIT });
	append_symbol(w, "hookbench_data",
		      (Elf64_Sym){ .st_info = object,
				   .st_shndx = SECTION_DATA,
				   .st_size = w->sections[SECTION_DATA].size });
	append_symbol(w, "hookbench_rest", (Elf64_Sym){ .st_shndx = SHN_ABS, .st_value = rest });
	append_symbol(w, "__this_module",
		      (Elf64_Sym){ .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_OBJECT),
				   .st_shndx = SECTION_MODULE,
				   .st_size = layout->module_size });
	append_symbol(w, "klp_enable_patch",
		      (Elf64_Sym){ .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE) });
}

/* A patch with a list of objects, whose one has a list of functions; zeros end both lists. */
static void append_patch(struct writer *w, const struct livepatch_layout *l, const char *function)
{
	size_t patch = append(w, SECTION_DATA, NULL, l->patch_size);
	size_t objects = append(w, SECTION_DATA, NULL, 2 * (size_t)l->object_size);
	size_t functions = append(w, SECTION_DATA, NULL, 2 * (size_t)l->function_size);
	size_t name = append_text(w, SECTION_DATA, function);
	const enum section_id of = SECTION_DATA_RELOCATIONS;

	refer(w, of, patch + l->patch_mod, SYMBOL_MODULE, 0);
	refer(w, of, patch + l->patch_objs, SYMBOL_DATA, (int64_t)objects);
	refer(w, of, objects + l->object_funcs, SYMBOL_DATA, (int64_t)functions);
	refer(w, of, functions + l->function_old_name, SYMBOL_DATA, (int64_t)name);
	refer(w, of, functions + l->function_new_func, SYMBOL_REPLACEMENT, 0);
	refer(w, SECTION_CODE_RELOCATIONS, AT_REST, SYMBOL_REST, 0);
	refer(w, SECTION_CODE_RELOCATIONS, AT_PATCH, SYMBOL_DATA, (int64_t)patch);
	refer(w, SECTION_CODE_RELOCATIONS, AT_ENABLE, SYMBOL_ENABLE, 0);
}

static void append_module(struct writer *w, const struct livepatch_layout *l)
{
	append(w, SECTION_MODULE, NULL, l->module_size);
	if (!w->is_out_of_memory)
		memcpy(w->sections[SECTION_MODULE].bytes + l->module_name, LIVEPATCH_MODULE_NAME,
		       sizeof(LIVEPATCH_MODULE_NAME));
	refer(w, SECTION_MODULE_RELOCATIONS, l->module_init, SYMBOL_INIT, 0);
	refer(w, SECTION_MODULE_RELOCATIONS, l->module_exit, SYMBOL_EXIT, 0);
}

static size_t align(size_t at, size_t to)
{
	return to ? (at + to - 1) / to * to : at;
}

/* The headers of the sections, with where each is in the file; returns where the last one ends. */
static size_t place_sections(const struct writer *w, const size_t names[SECTIONS],
			     Elf64_Shdr headers[SECTIONS])
{
	size_t at = sizeof(Elf64_Ehdr);

	for (size_t i = 0; i < SECTIONS; i++) {
		const struct section_kind *kind = &kinds[i];

		at = align(at, kind->align);
		headers[i] = (Elf64_Shdr){
			.sh_name = (Elf64_Word)names[i],
			.sh_type = kind->type,
			.sh_flags = kind->flags,
			.sh_offset = i ? at : 0,
			.sh_size = w->sections[i].size,
			.sh_link = kind->link,
			.sh_info = i == SECTION_SYMBOLS ? SYMBOLS_LOCAL : kind->info,
			.sh_addralign = kind->align,
			.sh_entsize = kind->entry_size,
		};
		at += w->sections[i].size;
	}
	return at;
}

static void *assemble(struct writer *w, size_t *size)
{
	Elf64_Shdr headers[SECTIONS];
	size_t names[SECTIONS], table;
	unsigned char *file;

	for (size_t i = 0; i < SECTIONS; i++)
		names[i] = append_text(w, SECTION_NAMES, kinds[i].name);
	table = align(place_sections(w, names, headers), sizeof(Elf64_Xword));
	file = w->is_out_of_memory ? NULL : calloc(1, table + sizeof(headers));
	if (!file)
		return NULL;
	*(Elf64_Ehdr *)file = (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_REL,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_shoff = table,
		.e_ehsize = sizeof(Elf64_Ehdr),
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = SECTIONS,
		.e_shstrndx = SECTION_NAMES,
	};
	for (size_t i = 1; i < SECTIONS; i++)
		memcpy(file + headers[i].sh_offset, w->sections[i].bytes, w->sections[i].size);
	memcpy(file + table, headers, sizeof(headers));
	*size = table + sizeof(headers);
	return file;
}

void *livepatch_module__make(const struct livepatch_layout *layout, const char *function,
			     uint64_t rest, size_t *size)
{
	struct writer w = { 0 };
	void *file;

	append(&w, SECTION_CODE, code, sizeof(code));
	append(&w, SECTION_FACTS, facts, sizeof(facts));
	append_patch(&w, layout, function);
	append_module(&w, layout);
	append_symbols(&w, layout, rest);
	file = assemble(&w, size);
	for (size_t i = 0; i < SECTIONS; i++)
		free(w.sections[i].bytes);
	return file;
}
