// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/bpf_elf.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

/* Of an instruction. */
#define INSTRUCTION_SIZE 8

bool bpf_elf__is_elf(const void *bytes, size_t size)
{
	return size >= SELFMAG && !memcmp(bytes, ELFMAG, SELFMAG);
}

/* ---- the header ---- */

static const struct machine {
	unsigned int number;
	const char *name;
} machines[] = {
	{ EM_X86_64, "x86-64" },  { EM_386, "32-bit x86" },  { EM_AARCH64, "arm64" },
	{ EM_ARM, "32-bit Arm" }, { EM_RISCV, "RISC-V" },    { EM_PPC64, "64-bit PowerPC" },
	{ EM_S390, "s390" },	  { EM_NONE, "no machine" },
};

static const char *machine_name(unsigned int number)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(*machines); i++)
		if (machines[i].number == number)
			return machines[i].name;
	return "another machine";
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OWN_ORDER   ELFDATA2LSB
#define OTHER_ORDER "big-endian"
#else
#define OWN_ORDER   ELFDATA2MSB
#define OTHER_ORDER "little-endian"
#endif

static int check_header(const char *name, const GElf_Ehdr *header)
{
	if (header->e_machine != EM_BPF)
		return log__fail(
			-EINVAL,
			"%s is an object for %s, not for BPF; compile it with clang -target bpf",
			name, machine_name(header->e_machine));
	if (header->e_ident[EI_CLASS] != ELFCLASS64)
		return log__fail(
			-EINVAL,
			"%s is a 32-bit object, and those for BPF have 64 bits; compile it with clang -target bpf",
			name);
	if (header->e_ident[EI_DATA] != OWN_ORDER)
		return log__fail(
			-EINVAL,
			"%s is a " OTHER_ORDER
			" object, which this machine's kernels do not take; compile it with clang -target bpf",
			name);
	if (header->e_type != ET_REL)
		return log__fail(
			-EINVAL,
			"%s is an ELF file for BPF, but not an object; compile it with clang -target bpf -c",
			name);
	return 0;
}

/* ---- sections ---- */

/* What is read of an object: the caller's, and what belongs to one reading. */
struct reading {
	const char *name;
	size_t size; /* of the file */
	Elf *elf;
	size_t names;	  /* the index of the section names */
	Elf_Scn *symbols; /* NULL: none */
	bool has_maps;
	struct bpf_elf *to;
};

static int damaged(const struct reading *r, const char *what)
{
	return log__fail(-EINVAL, "%s is a damaged object: %s; make it again", r->name, what);
}

static const char *section_name(const struct reading *r, const GElf_Shdr *section)
{
	return elf_strptr(r->elf, r->names, section->sh_name);
}

static int read_section(struct reading *r, Elf_Scn *scn)
{
	const char *name;
	GElf_Shdr section;

	if (!gelf_getshdr(scn, &section))
		return damaged(r, "a section has no header");
	if (section.sh_type != SHT_NOBITS &&
	    (section.sh_offset > r->size || section.sh_size > r->size - section.sh_offset))
		return damaged(r, "a section reaches beyond the file's end");
	name = section_name(r, &section);
	if (!name)
		return damaged(r, "a section has no name");
	if (section.sh_type == SHT_SYMTAB)
		r->symbols = scn;
	r->to->has_btf |= !strcmp(name, ".BTF");
	r->has_maps |= !strcmp(name, ".maps");
	return 0;
}

static int read_sections(struct reading *r)
{
	Elf_Scn *scn = NULL;
	int err = 0;

	if (elf_getshdrstrndx(r->elf, &r->names))
		return damaged(r, "its sections have no names");
	while (!err && (scn = elf_nextscn(r->elf, scn)))
		err = read_section(r, scn);
	return err;
}

/* ---- programs ---- */

/* Sections that hold no programs, whatever is in them: .text is for what programs call. */
static const char *const without_programs[] = { ".text", "license", "version",	"maps",
						".maps", ".BTF",    ".BTF.ext", NULL };

static bool may_have_programs(const char *section)
{
	for (size_t i = 0; without_programs[i]; i++)
		if (!strcmp(without_programs[i], section))
			return false;
	return true;
}

/* As libbpf sees it: the functions in any other section with code. False: not a program. */
static bool find_section(const struct reading *r, const GElf_Sym *symbol, GElf_Shdr *section,
			 const char **name)
{
	Elf_Scn *scn;

	if (GELF_ST_TYPE(symbol->st_info) != STT_FUNC || symbol->st_shndx == SHN_UNDEF ||
	    symbol->st_shndx >= SHN_LORESERVE)
		return false;
	scn = elf_getscn(r->elf, symbol->st_shndx);
	if (!scn || !gelf_getshdr(scn, section) || section->sh_type != SHT_PROGBITS ||
	    !(section->sh_flags & SHF_EXECINSTR))
		return false;
	*name = section_name(r, section);
	return *name && may_have_programs(*name);
}

static int check_program(const struct reading *r, const char *name, const GElf_Sym *symbol,
			 const GElf_Shdr *section)
{
	if (GELF_ST_BIND(symbol->st_info) == STB_LOCAL)
		return log__fail(
			-EINVAL,
			"%s: the program %s is static, which libbpf does not load; remove the word static",
			r->name, name);
	if (!symbol->st_size || symbol->st_size % INSTRUCTION_SIZE ||
	    symbol->st_value % INSTRUCTION_SIZE || symbol->st_value > section->sh_size ||
	    symbol->st_size > section->sh_size - symbol->st_value)
		return damaged(r, "a program is not in its section");
	return 0;
}

static int add_program(struct reading *r, const char *name, const char *section,
		       const GElf_Sym *symbol)
{
	struct bpf_elf_program *program = &r->to->programs[r->to->n];

	if (r->to->n == BPF_ELF_PROGRAMS_MOST)
		return log__fail(
			-EINVAL,
			"%s has more than %d programs, the most that can be measured at once; split it",
			r->name, BPF_ELF_PROGRAMS_MOST);
	if (!name[0] || strlen(name) >= sizeof(program->name) ||
	    strlen(section) >= sizeof(program->section))
		return log__fail(
			-EINVAL,
			"%s has a program whose name or section is longer than %zu characters, or empty; rename it",
			r->name, sizeof(program->name) - 1);
	snprintf(program->name, sizeof(program->name), "%s", name);
	snprintf(program->section, sizeof(program->section), "%s", section);
	program->section_index = symbol->st_shndx;
	program->offset = symbol->st_value;
	r->to->n++;
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct bpf_elf_program *x = a, *y = b;

	if (x->section_index != y->section_index)
		return x->section_index < y->section_index ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static int read_programs(struct reading *r)
{
	Elf_Data *data = r->symbols ? elf_getdata(r->symbols, NULL) : NULL;
	GElf_Shdr symbols, section;
	GElf_Sym symbol;
	int err = 0;

	if (!data || !gelf_getshdr(r->symbols, &symbols))
		return damaged(r, "it has no symbols");
	for (int i = 0; !err && gelf_getsym(data, i, &symbol); i++) {
		const char *section_is, *name;

		if (!find_section(r, &symbol, &section, &section_is))
			continue;
		name = elf_strptr(r->elf, symbols.sh_link, symbol.st_name);
		if (!name)
			return damaged(r, "a program has no name");
		err = check_program(r, name, &symbol, &section);
		if (!err)
			err = add_program(r, name, section_is, &symbol);
	}
	if (err)
		return err;
	qsort(r->to->programs, r->to->n, sizeof(*r->to->programs), by_place);
	return 0;
}

/* ---- the whole ---- */

static int check_content(const struct reading *r)
{
	if (!r->to->n)
		return log__fail(
			-EINVAL,
			"%s has no programs: no function is in a section such as SEC(\"fentry/do_unlinkat\")",
			r->name);
	/* libbpf takes maps by their types only. */
	if (r->has_maps && !r->to->has_btf)
		return log__fail(
			-EINVAL,
			"%s has maps, but no BTF, by which they are made; compile it with -g, and do not strip .BTF",
			r->name);
	return 0;
}

static int read_elf(struct reading *r)
{
	GElf_Ehdr header;
	int err;

	if (elf_kind(r->elf) != ELF_K_ELF || !gelf_getehdr(r->elf, &header))
		return damaged(r, "its ELF header is not whole");
	err = check_header(r->name, &header);
	if (!err)
		err = read_sections(r);
	if (!err)
		err = read_programs(r);
	return err ? err : check_content(r);
}

int bpf_elf__read(const char *name, const void *bytes, size_t size, struct bpf_elf *elf)
{
	struct reading r = { .name = name, .size = size, .to = elf };
	int err;

	memset(elf, 0, sizeof(*elf));
	elf_version(EV_CURRENT);
	/* For reading: libelf changes none of the bytes. */
	r.elf = elf_memory((char *)bytes, size);
	if (!r.elf)
		return damaged(&r, "its ELF header is not whole");
	err = read_elf(&r);
	elf_end(r.elf);
	return err;
}
