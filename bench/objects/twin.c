// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/twin.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"

/* r0 = 0; exit */
static const struct bpf_insn body[] = {
	{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0 },
	{ .code = BPF_JMP | BPF_EXIT },
};

static const char license[] = "GPL";

/*
 * The sections are: none, one for each section with programs, the license, the maps and their BTF
 * if there are any, the symbols, the names. What they hold is here until the file is written.
 */
struct twin {
	const struct bpf_elf *of;
	const struct twin_maps *maps;
	struct btf *btf; /* of the maps; NULL without any */
	char definitions[TWIN_MAPS_MOST * TWIN_MAP_DEFINITION];
	Elf *elf;
	struct bpf_insn code[BPF_ELF_PROGRAMS_MOST * (sizeof(body) / sizeof(*body))];
	Elf64_Sym symbols[BPF_ELF_PROGRAMS_MOST + TWIN_MAPS_MOST + 2];
	size_t n_symbols;
	char *names; /* a string table */
	size_t names_size, names_room;
	size_t names_index; /* of its section */
};

/* Returns where the name begins in the table, which has room for it. */
static Elf64_Word add_name(struct twin *t, const char *name)
{
	size_t at = t->names_size, size = strlen(name) + 1;

	memcpy(t->names + at, name, size);
	t->names_size += size;
	return (Elf64_Word)at;
}

static int open_names(struct twin *t)
{
	t->names_room = sizeof("license") + sizeof(".symtab") + sizeof(".strtab") + 1;
	for (size_t i = 0; i < t->of->n; i++)
		t->names_room +=
			strlen(t->of->programs[i].name) + strlen(t->of->programs[i].section) + 2;
	for (size_t i = 0; i < t->maps->n; i++)
		t->names_room += strlen(t->maps->v[i].name) + 1;
	t->names_room += sizeof(TWIN_MAPS_SECTION) + sizeof(".BTF");
	t->names = calloc(1, t->names_room + sizeof("_license"));
	t->names_size = 1; /* the first name is empty */
	return t->names ? 0 : -ENOMEM;
}

/* ---- sections ---- */

struct section {
	const char *name;
	Elf64_Word type;
	Elf64_Xword flags;
	Elf_Type data_type;
	void *data;
	size_t size;
	Elf64_Xword alignment, entry_size;
};

/* Returns its index; 0: it could not be made. */
static size_t add_section(struct twin *t, const struct section *s)
{
	Elf_Scn *scn = elf_newscn(t->elf);
	Elf64_Shdr *header = scn ? elf64_getshdr(scn) : NULL;
	Elf_Data *data = header ? elf_newdata(scn) : NULL;

	if (!data)
		return 0;
	header->sh_name = add_name(t, s->name);
	header->sh_type = s->type;
	header->sh_flags = s->flags;
	header->sh_entsize = s->entry_size;
	data->d_buf = s->data;
	data->d_size = s->size;
	data->d_type = s->data_type;
	data->d_align = s->alignment;
	data->d_version = EV_CURRENT;
	return elf_ndxscn(scn);
}

static void add_symbol(struct twin *t, const char *name, unsigned int type, size_t section,
		       size_t offset, size_t size)
{
	t->symbols[t->n_symbols++] = (Elf64_Sym){
		.st_name = add_name(t, name),
		.st_info = (unsigned char)ELF64_ST_INFO(STB_GLOBAL, type),
		.st_shndx = (Elf64_Section)section,
		.st_value = offset,
		.st_size = size,
	};
}

/* The programs from the i-th on that are in its section. Returns their number; 0: failed. */
static size_t add_programs(struct twin *t, size_t i)
{
	const struct bpf_elf_program *first = &t->of->programs[i];
	struct section section = {
		.name = first->section,
		.type = SHT_PROGBITS,
		.flags = SHF_ALLOC | SHF_EXECINSTR,
		.data_type = ELF_T_BYTE,
		.data = &t->code[i * (sizeof(body) / sizeof(*body))],
		.alignment = sizeof(*body),
	};
	size_t n = 0, index;

	for (; i + n < t->of->n && first[n].section_index == first->section_index; n++)
		memcpy((char *)section.data + n * sizeof(body), body, sizeof(body));
	section.size = n * sizeof(body);
	index = add_section(t, &section);
	for (size_t j = 0; index && j < n; j++)
		add_symbol(t, first[j].name, STT_FUNC, index, j * sizeof(body), sizeof(body));
	return index ? n : 0;
}

static int add_license(struct twin *t)
{
	const struct section section = {
		.name = "license",
		.type = SHT_PROGBITS,
		.flags = SHF_ALLOC | SHF_WRITE,
		.data_type = ELF_T_BYTE,
		.data = (void *)license,
		.size = sizeof(license),
		.alignment = 1,
	};
	size_t index = add_section(t, &section);

	if (index)
		add_symbol(t, "_license", STT_OBJECT, index, 0, sizeof(license));
	return index ? 0 : -EIO;
}

static int add_maps(struct twin *t)
{
	struct section maps = { .name = TWIN_MAPS_SECTION,
				.type = SHT_PROGBITS,
				.flags = SHF_ALLOC | SHF_WRITE,
				.data_type = ELF_T_BYTE,
				.data = t->definitions,
				.size = t->maps->n * TWIN_MAP_DEFINITION,
				.alignment = 8 };
	struct section btf = {
		.name = ".BTF", .type = SHT_PROGBITS, .data_type = ELF_T_BYTE, .alignment = 4
	};
	uint32_t size = 0;
	size_t index;

	if (!t->maps->n)
		return 0;
	t->btf = twin_maps__make_btf(t->maps);
	/* For reading: libelf changes none of the bytes. */
	btf.data = t->btf ? (void *)btf__raw_data(t->btf, &size) : NULL;
	btf.size = size;
	index = btf.data ? add_section(t, &maps) : 0;
	if (!index || !add_section(t, &btf))
		return btf.data ? -EIO : -ENOMEM;
	for (size_t i = 0; i < t->maps->n; i++)
		add_symbol(t, t->maps->v[i].name, STT_OBJECT, index, i * TWIN_MAP_DEFINITION,
			   TWIN_MAP_DEFINITION);
	return 0;
}

static int add_tables(struct twin *t)
{
	struct section symbols = { .name = ".symtab",
				   .type = SHT_SYMTAB,
				   .data_type = ELF_T_SYM,
				   .data = t->symbols,
				   .size = t->n_symbols * sizeof(*t->symbols),
				   .alignment = 8,
				   .entry_size = sizeof(*t->symbols) };
	struct section names = {
		.name = ".strtab", .type = SHT_STRTAB, .data_type = ELF_T_BYTE, .alignment = 1
	};
	size_t index = add_section(t, &symbols);
	Elf64_Shdr *header;

	/* The last name is its own. */
	names.data = t->names;
	names.size = t->names_size + strlen(names.name) + 1;
	t->names_index = index ? add_section(t, &names) : 0;
	if (!t->names_index)
		return -EIO;
	header = elf64_getshdr(elf_getscn(t->elf, index));
	header->sh_link = (Elf64_Word)t->names_index;
	header->sh_info = 1; /* the first that is not local */
	return 0;
}

static int add_all(struct twin *t)
{
	Elf64_Ehdr *header = elf64_newehdr(t->elf);
	size_t i = 0, n = 1;
	int err;

	if (!header)
		return -EIO;
	header->e_ident[EI_DATA] =
		__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
	header->e_type = ET_REL;
	header->e_machine = EM_BPF;
	header->e_version = EV_CURRENT;
	t->n_symbols = 1; /* the first is none */
	for (; i < t->of->n && n; i += n)
		n = add_programs(t, i);
	err = n ? add_license(t) : -EIO;
	if (!err)
		err = add_maps(t);
	if (!err)
		err = add_tables(t);
	if (!err)
		header->e_shstrndx = (Elf64_Half)t->names_index;
	return err;
}

/* ---- the file ---- */

static int write_to(int fd, struct twin *t)
{
	int err;

	elf_version(EV_CURRENT);
	t->elf = elf_begin(fd, ELF_C_WRITE, NULL);
	if (!t->elf)
		return -EIO;
	err = open_names(t);
	if (!err)
		err = add_all(t);
	if (!err && elf_update(t->elf, ELF_C_WRITE) < 0)
		err = -EIO;
	elf_end(t->elf);
	btf__free(t->btf);
	free(t->names);
	return err;
}

static int read_back(int fd, void **bytes, size_t *size)
{
	struct stat st;
	char *data;

	if (fstat(fd, &st))
		return -errno;
	data = malloc((size_t)st.st_size);
	if (!data)
		return -ENOMEM;
	/* A file in memory is read at once. */
	if (pread(fd, data, (size_t)st.st_size, 0) != st.st_size) {
		free(data);
		return -EIO;
	}
	*bytes = data;
	*size = (size_t)st.st_size;
	return 0;
}

int twin__make(const struct bpf_elf *of, const struct twin_maps *maps, void **bytes, size_t *size)
{
	struct twin *t = calloc(1, sizeof(*t));
	int fd = memfd_create("twin", MFD_CLOEXEC), err = fd < 0 ? -errno : 0;

	if (!t)
		err = -ENOMEM;
	if (!err) {
		t->of = of;
		t->maps = maps;
		err = write_to(fd, t);
	}
	if (!err)
		err = read_back(fd, bytes, size);
	if (fd >= 0)
		close(fd);
	free(t);
	return err ? log__fail(err, "cannot make the twin of an object: %s", strerror(-err)) : 0;
}
