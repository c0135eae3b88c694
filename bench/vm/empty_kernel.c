// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/empty_kernel.h"

#include <elf.h>
#include <stddef.h>

#include "bench/vm/kernel_elf.h"

#define ADDRESS 0x1000000

/* A page to load, and the note. */
struct pvh {
	Elf64_Ehdr header;
	Elf64_Phdr page, note;
	struct {
		Elf64_Nhdr header;
		char name[4];
		uint32_t entry;
	} pvh;
};

struct byte_range empty_kernel__pvh(void)
{
	static const struct pvh elf = {
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
					 ELFDATA2LSB, EV_CURRENT },
			    .e_type = ET_EXEC,
			    .e_machine = EM_X86_64,
			    .e_version = EV_CURRENT,
			    .e_entry = ADDRESS,
			    .e_phoff = offsetof(struct pvh, page),
			    .e_ehsize = sizeof(Elf64_Ehdr),
			    .e_phentsize = sizeof(Elf64_Phdr),
			    .e_phnum = 2 },
		.page = { .p_type = PT_LOAD,
			  .p_flags = PF_R | PF_X,
			  .p_vaddr = ADDRESS,
			  .p_paddr = ADDRESS,
			  .p_filesz = sizeof(struct pvh),
			  .p_memsz = sizeof(struct pvh),
			  .p_align = 4096 },
		.note = { .p_type = PT_NOTE,
			  .p_offset = offsetof(struct pvh, pvh),
			  .p_filesz = sizeof(elf.pvh),
			  .p_memsz = sizeof(elf.pvh),
			  .p_align = 4 },
		.pvh = { { .n_namesz = 4, .n_descsz = 4, .n_type = KERNEL_ELF_PVH_NOTE },
			 "Xen",
			 ADDRESS },
	};

	return (struct byte_range){ (const uint8_t *)&elf, sizeof(elf) };
}

/* As much as QEMU looks at (load_aarch64_image). */
struct image {
	uint32_t code[2];
	uint64_t text_offset, image_size, flags, reserved[3];
	char magic[4];
	uint32_t reserved_too;
};

struct byte_range empty_kernel__arm64_image(void)
{
	static const struct image image = { .image_size = 4096, .magic = "ARM\x64" };

	return (struct byte_range){ (const uint8_t *)&image, sizeof(image) };
}
