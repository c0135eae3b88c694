// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/code_probe.h"

#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <string.h>

#define OWNER	  "stapsdt"
#define TYPE	  3
#define ADDRESSES (3 * sizeof(uint64_t)) /* of the probe, the base and the semaphore */

/* Behind the addresses are the provider and the name, each with its NUL. False: they are not. */
static bool read_probe(const char *at, size_t size, const char **provider, const char **name)
{
	size_t length;

	if (size <= ADDRESSES)
		return false;
	*provider = at + ADDRESSES;
	size -= ADDRESSES;
	length = strnlen(*provider, size);
	if (length == size)
		return false;
	*name = *provider + length + 1;
	return strnlen(*name, size - length - 1) < size - length - 1;
}

static size_t count_notes(Elf_Data *data, const char *wanted, struct similar_names *near)
{
	size_t at = 0, next, owner, description, n = 0;
	const char *provider, *name;
	GElf_Nhdr note;

	while ((next = gelf_getnote(data, at, &note, &owner, &description)) > at) {
		const char *bytes = data->d_buf;
		char whole[256];

		at = next;
		if (note.n_type != TYPE || note.n_namesz != sizeof(OWNER) ||
		    memcmp(bytes + owner, OWNER, sizeof(OWNER)) != 0 ||
		    !read_probe(bytes + description, note.n_descsz, &provider, &name))
			continue;
		snprintf(whole, sizeof(whole), "%.100s:%.100s", provider, name);
		n += !strcmp(whole, wanted);
		similar_names__offer(near, whole);
	}
	return n;
}

size_t code_probe__count(const struct code_file *file, const char *provider, const char *name,
			 struct similar_names *near)
{
	Elf_Scn *section = NULL;
	char wanted[256];
	GElf_Shdr header;
	size_t n = 0;

	snprintf(wanted, sizeof(wanted), "%.100s:%.100s", provider, name);
	similar_names__start(near, wanted);
	while ((section = elf_nextscn(file->elf, section))) {
		Elf_Data *data;

		if (!gelf_getshdr(section, &header) || header.sh_type != SHT_NOTE)
			continue;
		data = elf_getdata(section, NULL);
		if (data && data->d_buf)
			n += count_notes(data, wanted, near);
	}
	return n;
}
