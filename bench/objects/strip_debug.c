// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/strip_debug.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* Also of relocations for such a section. */
static bool is_debug(const char *name)
{
	static const char *const prefixes[] = { ".debug_", ".rel.debug_", ".rela.debug_" };

	for (size_t i = 0; name && i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static bool empty_section(Elf_Scn *section, GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);

	if (!data)
		return false;
	data->d_size = 0;
	header->sh_size = 0;
	elf_flagdata(data, ELF_C_SET, ELF_F_DIRTY);
	return gelf_update_shdr(section, header);
}

static int strip(Elf *elf)
{
	Elf_Scn *section = NULL;
	size_t names, n;

	/* Of a truncated file, libelf sees no section. */
	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrnum(elf, &n) || !n ||
	    elf_getshdrstrndx(elf, &names))
		return -EINVAL;
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;

		if (!gelf_getshdr(section, &header))
			return -EINVAL;
		if (is_debug(elf_strptr(elf, names, header.sh_name)) &&
		    !empty_section(section, &header))
			return -EINVAL;
	}
	return elf_update(elf, ELF_C_WRITE) < 0 ? -EIO : 0;
}

int strip_debug(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW), err;
	Elf *elf;

	if (fd < 0)
		return -errno;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_RDWR, NULL);
	err = elf ? strip(elf) : -EINVAL;
	elf_end(elf);
	close(fd);
	return err;
}
