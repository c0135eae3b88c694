// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/guest_points.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <inttypes.h>
#include <libelf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/clock_points.h"

/* As written by POINT_NOTE. */
struct note {
	int32_t distance; /* from here to the point */
	int32_t point;
};

/* The section's notes, unchanged. */
struct notes {
	uint64_t address; /* of the first note in the loaded program */
	size_t n;
	const struct note *v;
};

static int64_t notes__address(const struct notes *notes, size_t i)
{
	return (int64_t)(notes->address + i * sizeof(*notes->v)) + notes->v[i].distance;
}

static int find_notes(Elf *elf, struct notes *notes)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	Elf_Data *data;
	size_t names;

	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrstrndx(elf, &names))
		return -ENOEXEC;
	while ((section = elf_nextscn(elf, section))) {
		const char *name = gelf_getshdr(section, &header)
					   ? elf_strptr(elf, names, header.sh_name)
					   : NULL;

		if (!name || strcmp(name, POINT_SECTION) != 0)
			continue;
		data = elf_rawdata(section, NULL);
		if (!data || !data->d_buf)
			return -ENOEXEC;
		*notes = (struct notes){ header.sh_addr, data->d_size / sizeof(struct note),
					 data->d_buf };
		return 0;
	}
	return -ENOENT;
}

static int format_notes(const struct notes *notes, char *text, size_t size)
{
	int64_t base = 0;
	size_t used = 0;

	for (size_t i = 0; i < notes->n; i++)
		if (notes->v[i].point == POINT_ROUNDS)
			base = notes__address(notes, i);
	text[0] = '\0';
	for (size_t i = 0; i < notes->n; i++) {
		if (notes->v[i].point == POINT_ROUNDS)
			continue;
		used += (size_t)snprintf(text + used, size - used, ",p%" PRId32 "=%" PRId64,
					 notes->v[i].point, notes__address(notes, i) - base);
		if (used >= size)
			return -ENOSPC;
	}
	return base && used ? 0 : -ENOENT;
}

int guest_points__arguments(const char *program, char *text, size_t size)
{
	int fd = open(program, O_RDONLY | O_CLOEXEC), err;
	struct notes notes;
	Elf *elf;

	if (fd < 0)
		return log__fail(-errno, "cannot read %s: %s", program, strerror(errno));
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	err = elf ? find_notes(elf, &notes) : -ENOEXEC;
	if (!err)
		err = format_notes(&notes, text, size);
	elf_end(elf);
	close(fd);
	if (err)
		log__error(
			"%s has no list of the points where it reads the clock (section %s: %s); build or install hookbench again",
			program, POINT_SECTION, strerror(-err));
	return err;
}
