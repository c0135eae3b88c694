// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/object_btf.h"

#include <bpf/libbpf.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>

/* What libbpf would print of damaged BTF is of no use here: the kernel's refusal tells more. */
static struct btf *btf_of_section(const Elf_Data *data)
{
	libbpf_print_fn_t before = libbpf_set_print(NULL);
	struct btf *btf =
		data && data->d_buf ? btf__new(data->d_buf, (uint32_t)data->d_size) : NULL;

	libbpf_set_print(before);
	return btf;
}

struct btf *object_btf__read(const void *bytes, size_t size)
{
	Elf *elf = elf_version(EV_CURRENT) ? elf_memory((char *)bytes, size) : NULL;
	struct btf *btf = NULL;
	Elf_Scn *scn = NULL;
	GElf_Shdr section;
	size_t names;

	if (elf && !elf_getshdrstrndx(elf, &names))
		while (!btf && (scn = elf_nextscn(elf, scn))) {
			const char *name = gelf_getshdr(scn, &section)
						   ? elf_strptr(elf, names, section.sh_name)
						   : NULL;

			if (name && !strcmp(name, ".BTF"))
				btf = btf_of_section(elf_rawdata(scn, NULL));
		}
	elf_end(elf);
	return btf;
}
