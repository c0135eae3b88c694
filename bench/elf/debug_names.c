// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/debug_names.h"

#include <gelf.h>
#include <libelf.h>
#include <string.h>

#define MOST  ((size_t)256 << 20) /* bytes of names that are searched */
#define NAMES ".debug_str"

static Elf_Data *uncompressed(Elf_Scn *section, const GElf_Shdr *header)
{
	GElf_Chdr compressed;

	if (header->sh_size > MOST)
		return NULL;
	if (!(header->sh_flags & SHF_COMPRESSED))
		return elf_getdata(section, NULL);
	if (!gelf_getchdr(section, &compressed) || compressed.ch_size > MOST ||
	    elf_compress(section, 0, 0) < 0)
		return NULL;
	return elf_getdata(section, NULL);
}

/* Names are one behind the other, each with its NUL; the first is empty. */
static bool has_name(const Elf_Data *data, const char *name)
{
	const char *at = data->d_buf, *end = at + data->d_size;
	size_t length = strlen(name) + 1;

	while (at && (at = memmem(at, (size_t)(end - at), name, length))) {
		if (at == data->d_buf || !at[-1])
			return true;
		at++;
	}
	return false;
}

static bool elf_has(Elf *elf, const char *name)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t strings;

	if (elf_getshdrstrndx(elf, &strings))
		return false;
	while ((section = elf_nextscn(elf, section))) {
		const char *title;
		Elf_Data *data;

		if (!gelf_getshdr(section, &header))
			continue;
		title = elf_strptr(elf, strings, header.sh_name);
		if (!title || strcmp(title, NAMES) != 0)
			continue;
		data = uncompressed(section, &header);
		return data && data->d_buf && has_name(data, name);
	}
	return false;
}

bool debug_names__has(const struct code_file *file, const char *name)
{
	return name[0] &&
	       (elf_has(file->elf, name) || (file->debug.elf && elf_has(file->debug.elf, name)));
}
