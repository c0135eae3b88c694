// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/usdt_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTES	   ".note.stapsdt"
#define NOTE_OWNER "stapsdt"
#define NOTE_TYPE  3
/* A section that is there so that tools that move code, and leave notes alone, move it too. */
#define BASE ".stapsdt.base"

struct note {
	struct {
		uint64_t nop, base, semaphore;
	} addresses;
	const char *provider, *name;
};

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
static bool note__read(struct note *note, const char *bytes, size_t size)
{
	const char *next = bytes + sizeof(note->addresses), *end = bytes + size;

	if (size < sizeof(note->addresses))
		return false;
	memcpy(&note->addresses, bytes, sizeof(note->addresses));
	note->provider = take_string(&next, end);
	note->name = note->provider ? take_string(&next, end) : NULL;
	return note->name;
}

static Elf_Scn *find_section(Elf *elf, const char *wanted, GElf_Shdr *header)
{
	Elf_Scn *section = NULL;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return NULL;
	while ((section = elf_nextscn(elf, section))) {
		const char *name = gelf_getshdr(section, header)
					   ? elf_strptr(elf, names, header->sh_name)
					   : NULL;

		if (name && !strcmp(name, wanted))
			return section;
	}
	return NULL;
}

/* 0: it is not in the file. */
static uint64_t offset_of(Elf *elf, uint64_t address)
{
	GElf_Phdr segment;
	size_t n;

	if (elf_getphdrnum(elf, &n))
		return 0;
	for (size_t i = 0; i < n && gelf_getphdr(elf, (int)i, &segment); i++)
		if (segment.p_type == PT_LOAD && address >= segment.p_vaddr &&
		    address - segment.p_vaddr < segment.p_filesz)
			return address - segment.p_vaddr + segment.p_offset;
	return 0;
}

static int take(Elf *elf, const struct note *note, struct usdt_probe *probe)
{
	GElf_Shdr base;
	uint64_t moved = note->addresses.base && find_section(elf, BASE, &base)
				 ? base.sh_addr - note->addresses.base
				 : 0;

	probe->nop = offset_of(elf, note->addresses.nop + moved);
	probe->semaphore =
		note->addresses.semaphore ? offset_of(elf, note->addresses.semaphore + moved) : 0;
	return probe->nop && !note->addresses.semaphore == !probe->semaphore ? 0 : -ENOEXEC;
}

static int search(Elf *elf, const char *provider, const char *name, struct usdt_probe *probe)
{
	GElf_Shdr section;
	Elf_Scn *notes = find_section(elf, NOTES, &section);
	Elf_Data *data = notes ? elf_getdata(notes, NULL) : NULL;
	size_t at = 0, next, owner, content, n = 0;
	GElf_Nhdr header;
	int err = -ENOENT;

	if (!notes)
		return -ENOENT;
	if (!data)
		return -ENOEXEC;
	for (; (next = gelf_getnote(data, at, &header, &owner, &content)); at = next) {
		const char *bytes = data->d_buf;
		struct note note;

		if (header.n_type != NOTE_TYPE || header.n_namesz != sizeof(NOTE_OWNER) ||
		    memcmp(bytes + owner, NOTE_OWNER, sizeof(NOTE_OWNER)) != 0)
			continue;
		if (!note__read(&note, bytes + content, header.n_descsz))
			return -ENOEXEC;
		if (strcmp(note.provider, provider) != 0 || strcmp(note.name, name) != 0)
			continue;
		err = n++ ? -ENOTUNIQ : take(elf, &note, probe);
		if (err)
			return err;
	}
	return at == data->d_size ? err : -ENOEXEC;
}

static bool is_of_this_machine(Elf *elf)
{
	GElf_Ehdr header;

	return elf_kind(elf) == ELF_K_ELF && gelf_getehdr(elf, &header) &&
	       header.e_ident[EI_CLASS] == ELFCLASS64 && header.e_ident[EI_DATA] == ELFDATA2LSB;
}

int usdt_probe__find(const char *path, const char *provider, const char *name,
		     struct usdt_probe *probe)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err;
	struct stat file;
	Elf *elf;

	if (fd < 0)
		return -errno;
	err = fstat(fd, &file) ? -errno : S_ISREG(file.st_mode) ? 0 : -ENOEXEC;
	elf_version(EV_CURRENT);
	elf = err ? NULL : elf_begin(fd, ELF_C_READ, NULL);
	if (!err)
		err = elf && is_of_this_machine(elf) ? search(elf, provider, name, probe)
						     : -ENOEXEC;
	elf_end(elf);
	close(fd);
	return err;
}
