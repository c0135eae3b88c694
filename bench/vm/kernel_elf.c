// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kernel_elf.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The program headers of a kernel of 64 bits. NULL: it is something else. */
static Elf *open_elf(struct byte_range file, size_t *n)
{
	GElf_Ehdr header;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)file.at, file.size);
	if (elf && gelf_getehdr(elf, &header) && gelf_getclass(elf) == ELFCLASS64 &&
	    !elf_getphdrnum(elf, n))
		return elf;
	elf_end(elf);
	return NULL;
}

/* ---- x86-64 ---- */

/* Whether the notes have Xen's with the address where a PVH guest begins. */
static bool has_pvh_note(Elf_Data *notes)
{
	size_t offset = 0, name, description;
	GElf_Nhdr note;

	while (notes && (offset = gelf_getnote(notes, offset, &note, &name, &description)))
		if (note.n_type == KERNEL_ELF_PVH_NOTE && note.n_namesz == sizeof("Xen") &&
		    !memcmp((const char *)notes->d_buf + name, "Xen", sizeof("Xen")))
			return true;
	return false;
}

int kernel_elf__check_pvh(struct byte_range file)
{
	size_t n;
	Elf *elf = open_elf(file, &n);
	GElf_Ehdr header;
	int err = elf && gelf_getehdr(elf, &header) && header.e_machine == EM_X86_64 ? -ENOTSUP
										     : -ENOEXEC;

	for (size_t i = 0; err == -ENOTSUP && i < n; i++) {
		GElf_Phdr part;

		if (gelf_getphdr(elf, (int)i, &part) && part.p_type == PT_NOTE &&
		    has_pvh_note(
			    elf_getdata_rawchunk(elf, (int64_t)part.p_offset, part.p_filesz,
						 part.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR)))
			err = 0;
	}
	elf_end(elf);
	return err;
}

/* ---- arm64 ---- */

/* Where the parts that are loaded lie: from `first` to before `end`. */
static int find_extent(Elf *elf, size_t n, uint64_t *first, uint64_t *end)
{
	GElf_Phdr part;

	*first = UINT64_MAX;
	*end = 0;
	for (size_t i = 0; i < n; i++) {
		if (!gelf_getphdr(elf, (int)i, &part) || part.p_type != PT_LOAD || !part.p_filesz)
			continue;
		if (part.p_paddr > UINT64_MAX - part.p_filesz)
			return -ENOEXEC;
		if (part.p_paddr < *first)
			*first = part.p_paddr;
		if (part.p_paddr + part.p_filesz > *end)
			*end = part.p_paddr + part.p_filesz;
	}
	return *first < *end && *end - *first <= UNPACK_MOST ? 0 : -ENOEXEC;
}

static int flatten(Elf *elf, size_t n, struct byte_range file, struct unpacked *image)
{
	uint64_t first, end;
	GElf_Phdr part;
	int err = find_extent(elf, n, &first, &end);

	if (err)
		return err;
	image->size = (size_t)(end - first);
	image->bytes = calloc(1, image->size);
	if (!image->bytes)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		struct byte_range content;

		if (!gelf_getphdr(elf, (int)i, &part) || part.p_type != PT_LOAD || !part.p_filesz)
			continue;
		content = byte_range__part(file, part.p_offset, part.p_filesz);
		if (content.at)
			memcpy(image->bytes + (part.p_paddr - first), content.at, content.size);
	}
	return 0;
}

int kernel_elf__flatten(struct byte_range file, struct unpacked *image)
{
	size_t n;
	Elf *elf = open_elf(file, &n);
	int err = elf ? flatten(elf, n, file, image) : -ENOEXEC;

	elf_end(elf);
	return err;
}
