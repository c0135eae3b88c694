// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/code_file.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/elf/elf_sections.h"

/* ---- what it is ---- */

struct problem {
	char *text;
	size_t size;
};

static int fail(struct problem p, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct problem p, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p.text, p.size, format, args);
	va_end(args);
	return err;
}

static const char *kind_of(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return "a folder";
	case S_IFIFO: return "a pipe";
	case S_IFSOCK: return "a socket";
	default: return "a device";
	}
}

static int open_regular(struct code_file *file, const char *path, uint64_t *size, struct problem p)
{
	struct stat st;

	file->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (file->fd < 0 && errno == EACCES)
		return fail(
			p, -EACCES,
			"it may not be read, and only reading it tells where its functions are");
	if (file->fd < 0 && errno == ENOENT)
		return fail(p, -ENOENT, "there is no such file");
	if (file->fd < 0 || fstat(file->fd, &st))
		return fail(p, -errno, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return fail(p, -ENOEXEC, "it is %s, and no program or library",
			    kind_of(st.st_mode));
	*size = (uint64_t)st.st_size;
	return 0;
}

static int check_header(const GElf_Ehdr *header, struct problem p)
{
	if (header->e_ident[EI_CLASS] != ELFCLASS64)
		return fail(p, -ENOTSUP,
			    "it is for 32 bits, and hookbench hooks programs of 64 bits only");
	if (header->e_type == ET_REL)
		return fail(
			p, -ENOEXEC,
			"it is an object file, which nothing runs: name what is linked from it");
	if (header->e_type != ET_EXEC && header->e_type != ET_DYN)
		return fail(p, -ENOEXEC, "it is neither a program nor a library");
	return 0;
}

/* ---- segments ---- */

static int add_segment(struct code_file *file, const GElf_Phdr *header, uint64_t size,
		       struct problem p)
{
	if (header->p_type != PT_LOAD || !(header->p_flags & PF_X) || !header->p_filesz)
		return 0;
	if (header->p_offset > size || header->p_filesz > size - header->p_offset)
		return fail(p, -ENOEXEC,
			    "it is cut short: the code that it should have is missing");
	if (header->p_vaddr + header->p_filesz < header->p_vaddr)
		return fail(p, -ENOEXEC, "its addresses make no sense");
	if (file->n_segments == CODE_FILE_MAX_SEGMENTS)
		return fail(p, -ENOEXEC, "it has more than %d segments of code",
			    CODE_FILE_MAX_SEGMENTS);
	file->segments[file->n_segments++] = (struct code_segment){
		.address = header->p_vaddr,
		.offset = header->p_offset,
		.size = header->p_filesz,
	};
	return 0;
}

static int read_segments(struct code_file *file, uint64_t size, struct problem p)
{
	GElf_Phdr header;
	size_t n;
	int err = 0;

	if (elf_getphdrnum(file->elf, &n))
		return fail(p, -ENOEXEC, "it is cut short, or no ELF file");
	for (int i = 0; i < (int)n && !err; i++)
		err = gelf_getphdr(file->elf, i, &header)
			      ? add_segment(file, &header, size, p)
			      : fail(p, -ENOEXEC, "it is cut short, or no ELF file");
	if (!err && !file->n_segments)
		err = fail(p, -ENOEXEC, "it has no code");
	return err;
}

static int read_elf(struct code_file *file, uint64_t size, struct problem p)
{
	char large[160];
	GElf_Ehdr header;
	int err;

	elf_version(EV_CURRENT);
	/* Not mapped: a file that becomes shorter meanwhile would kill this process. */
	file->elf = elf_begin(file->fd, ELF_C_READ, NULL);
	if (!file->elf || elf_kind(file->elf) != ELF_K_ELF || !gelf_getehdr(file->elf, &header))
		return fail(p, -ENOEXEC,
			    "it is no ELF file, and so neither a program nor a library");
	err = check_header(&header, p);
	if (!err && !elf_sections__are_bounded(file->elf, large, sizeof(large)))
		err = fail(p, -EFBIG, "it is %s", large);
	file->machine = header.e_machine;
	file->entry = header.e_entry;
	return err ? err : read_segments(file, size, p);
}

/* ---- what was stripped of it ---- */

static bool has_symbols(Elf *elf)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
			return true;
	return false;
}

/* ---- from outside ---- */

int code_file__open(struct code_file *file, const char *path, char *problem, size_t size)
{
	const struct problem p = { problem, size };
	uint64_t bytes = 0;
	int err;

	*file = (struct code_file){ .fd = -1, .debug = { .fd = -1 } };
	problem[0] = '\0';
	err = open_regular(file, path, &bytes, p);
	if (!err)
		err = read_elf(file, bytes, p);
	if (err) {
		code_file__close(file);
		return err;
	}
	if (!has_symbols(file->elf))
		debug_file__find(&file->debug, file->elf, path, DEBUG_FILE_FOLDER);
	return 0;
}

void code_file__close(struct code_file *file)
{
	debug_file__close(&file->debug);
	elf_end(file->elf);
	if (file->fd >= 0)
		close(file->fd);
	*file = (struct code_file){ .fd = -1, .debug = { .fd = -1 } };
}

bool code_file__offset(const struct code_file *file, uint64_t address, uint64_t *offset)
{
	for (size_t i = 0; i < file->n_segments; i++) {
		const struct code_segment *s = &file->segments[i];

		if (address < s->address || address - s->address >= s->size)
			continue;
		*offset = address - s->address + s->offset;
		return true;
	}
	return false;
}

bool code_file__address(const struct code_file *file, uint64_t offset, uint64_t *address)
{
	for (size_t i = 0; i < file->n_segments; i++) {
		const struct code_segment *s = &file->segments[i];

		if (offset < s->offset || offset - s->offset >= s->size)
			continue;
		*address = offset - s->offset + s->address;
		return true;
	}
	return false;
}
