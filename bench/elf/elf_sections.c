// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/elf_sections.h"

#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdint.h>
#include <stdio.h>

#define MIB ((uint64_t)1 << 20)

static const struct {
	GElf_Word type;
	uint64_t most;
} limits[] = {
	{ SHT_STRTAB, 512 * MIB },    { SHT_SYMTAB, 512 * MIB },    { SHT_DYNSYM, 512 * MIB },
	{ SHT_GNU_versym, 16 * MIB }, { SHT_GNU_verdef, 16 * MIB }, { SHT_NOTE, 16 * MIB },
};

static uint64_t most_of(GElf_Word type)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (limits[i].type == type)
			return limits[i].most;
	return UINT64_MAX;
}

bool elf_sections__are_bounded(struct Elf *elf, char *problem, size_t size)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section))) {
		if (!gelf_getshdr(section, &header) || header.sh_size <= most_of(header.sh_type))
			continue;
		snprintf(problem, size,
			 "too large: section %zu says that it has %" PRIu64
			 " MiB, and at most %" PRIu64 " are read",
			 elf_ndxscn(section), (uint64_t)header.sh_size / MIB,
			 most_of(header.sh_type) / MIB);
		return false;
	}
	return true;
}
