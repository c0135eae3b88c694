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

#include "bench/elf/probe_notes.h"

/* A section that is there so that tools that move code, and leave notes alone, move it too. */
#define BASE ".stapsdt.base"

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

struct search {
	Elf *elf;
	const char *provider, *name;
	struct usdt_probe *probe;
	size_t n;
};

static int take(const struct probe_note *note, void *context)
{
	struct search *s = context;
	GElf_Shdr base;
	uint64_t moved = 0;

	if (strcmp(note->provider, s->provider) != 0 || strcmp(note->name, s->name) != 0)
		return 0;
	if (s->n++)
		return -ENOTUNIQ;
	if (note->base && find_section(s->elf, BASE, &base))
		moved = base.sh_addr - note->base;
	s->probe->nop = offset_of(s->elf, note->nop + moved);
	s->probe->semaphore = note->semaphore ? offset_of(s->elf, note->semaphore + moved) : 0;
	return s->probe->nop && !note->semaphore == !s->probe->semaphore ? 0 : -ENOEXEC;
}

static int search(Elf *elf, const char *provider, const char *name, struct usdt_probe *probe)
{
	struct search s = { .elf = elf, .provider = provider, .name = name, .probe = probe };
	int err = probe_notes__walk(elf, take, &s);

	return err || s.n ? err : -ENOENT;
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
