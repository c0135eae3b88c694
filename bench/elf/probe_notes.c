// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/probe_notes.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <string.h>

#define MOST (16 << 20) /* bytes of a section */

#define OWNER "stapsdt"
#define TYPE  3

/* A string that ends before `end`, and moves *next behind it; NULL if it does not. */
static const char *take_string(const char **next, const char *end)
{
	const char *text = *next;
	size_t room = (size_t)(end - text), length = strnlen(text, room);

	if (length == room)
		return NULL;
	*next += length + 1;
	return text;
}

/* Three addresses, two strings, and the arguments, which are not of interest here. */
static bool read_note(struct probe_note *note, const char *bytes, size_t size)
{
	uint64_t addresses[3];
	const char *next = bytes + sizeof(addresses), *end = bytes + size;

	if (size < sizeof(addresses))
		return false;
	memcpy(addresses, bytes, sizeof(addresses));
	note->nop = addresses[0];
	note->base = addresses[1];
	note->semaphore = addresses[2];
	note->provider = take_string(&next, end);
	note->name = note->provider ? take_string(&next, end) : NULL;
	return note->name;
}

static int walk_section(Elf_Data *data, probe_note_fn take, void *context)
{
	size_t at = 0, next, owner, content;
	GElf_Nhdr header;

	for (; (next = gelf_getnote(data, at, &header, &owner, &content)); at = next) {
		const char *bytes = data->d_buf;
		struct probe_note note;
		int err;

		if (header.n_type != TYPE || header.n_namesz != sizeof(OWNER) ||
		    memcmp(bytes + owner, OWNER, sizeof(OWNER)) != 0)
			continue;
		err = read_note(&note, bytes + content, header.n_descsz) ? take(&note, context)
									 : -ENOEXEC;
		if (err)
			return err;
	}
	return at == data->d_size ? 0 : -ENOEXEC;
}

int probe_notes__walk(struct Elf *elf, probe_note_fn take, void *context)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return 0;
	while ((section = elf_nextscn(elf, section))) {
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(elf, names, header.sh_name)
					   : NULL;
		Elf_Data *data;
		int err;

		if (!name || strcmp(name, ".note.stapsdt") != 0)
			continue;
		/* Whatever type it says it has. */
		data = header.sh_size <= MOST ? elf_getdata(section, NULL) : NULL;
		err = data && data->d_buf ? walk_section(data, take, context) : -ENOEXEC;
		if (err)
			return err;
	}
	return 0;
}
