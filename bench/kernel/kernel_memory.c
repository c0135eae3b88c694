// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_memory.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* 0; -EFAULT if the file ends before. */
static int read_at(int fd, uint64_t offset, void *bytes, size_t size)
{
	ssize_t n = pread(fd, bytes, size, (off_t)offset);

	if (n < 0)
		return -errno;
	return (size_t)n == size ? 0 : -EFAULT;
}

/* libelf would want to know how large the file is. */
static int read_part(int fd, uint64_t address, void *bytes, size_t size)
{
	Elf64_Ehdr header;
	int err = read_at(fd, 0, &header, sizeof(header));

	if (!err && (memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
		     header.e_ident[EI_CLASS] != ELFCLASS64))
		err = -ENOEXEC;
	for (size_t i = 0; !err && i < header.e_phnum; i++) {
		Elf64_Phdr part;

		err = read_at(fd, header.e_phoff + i * sizeof(part), &part, sizeof(part));
		if (err || part.p_type != PT_LOAD || address < part.p_vaddr ||
		    address - part.p_vaddr >= part.p_memsz)
			continue;
		if (part.p_memsz - (address - part.p_vaddr) < size)
			return -EFAULT;
		return read_at(fd, part.p_offset + (address - part.p_vaddr), bytes, size);
	}
	return err ? err : -EFAULT;
}

int kernel_memory__read(const char *core, uint64_t address, void *bytes, size_t size)
{
	int fd = open(core, O_RDONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = read_part(fd, address, bytes, size);
	close(fd);
	return err;
}
