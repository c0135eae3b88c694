// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/boot_kernel.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/byte_range.h"
#include "bench/base/checksum.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/memory_file.h"
#include "bench/vm/kernel_content.h"
#include "bench/vm/kernel_image.h"
#include "bench/vm/keyed_cache.h"

/* Of a file; a package has at most 200 MB. */
#define FILE_MOST  ((size_t)2 << 30)
#define FIRST_SIZE 4096
/* XEN_ELFNOTE_PHYS32_ENTRY in elfnote.h of Xen. */
#define PVH_NOTE 18

#define WHAT_IS_ONE                                                                             \
	"a bzImage as in /boot/vmlinuz-*, vmlinux, a unified kernel image, or a package (.deb," \
	" .rpm)"

static int is_no_image(const char *image)
{
	return log__fail(-ENOEXEC,
			 "%s is not a kernel image for x86-64 (" WHAT_IS_ONE
			 "); name another, or a version such as 6.12",
			 image);
}

int boot_kernel__check(const char *image)
{
	int fd = open(image, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	uint8_t first[FIRST_SIZE];
	ssize_t n = fd < 0 ? -1 : read(fd, first, sizeof(first));
	int err = n < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	if (err)
		return log__fail(err, "cannot read the kernel image %s: %s", image, strerror(-err));
	if (!kernel_content__may_be((struct byte_range){ first, (size_t)n }))
		return is_no_image(image);
	return 0;
}

/* ---- what QEMU can start ---- */

/* Whether the notes have Xen's with the address where a PVH guest begins. */
static bool has_pvh_note(Elf_Data *notes)
{
	size_t offset = 0, name, description;
	GElf_Nhdr note;

	while (notes && (offset = gelf_getnote(notes, offset, &note, &name, &description)))
		if (note.n_type == PVH_NOTE && note.n_namesz == sizeof("Xen") &&
		    !memcmp((const char *)notes->d_buf + name, "Xen", sizeof("Xen")))
			return true;
	return false;
}

/* 0; -ENOEXEC: it is for another machine; -ENOTSUP: it has no such note. */
static int check_elf(struct byte_range file)
{
	Elf *elf;
	GElf_Ehdr header;
	size_t n = 0;
	int err = -ENOEXEC;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)file.at, file.size);
	if (elf && gelf_getehdr(elf, &header) && gelf_getclass(elf) == ELFCLASS64 &&
	    header.e_machine == EM_X86_64 && !elf_getphdrnum(elf, &n))
		err = -ENOTSUP;
	for (size_t i = 0; err == -ENOTSUP && i < n; i++) {
		GElf_Phdr part;

		if (gelf_getphdr(elf, (int)i, &part) && part.p_type == PT_NOTE &&
		    has_pvh_note(
			    elf_getdata_rawchunk(elf, (int64_t)part.p_offset, part.p_filesz,
						 part.p_align == 8 ? ELF_T_NHDR8 : ELF_T_NHDR)))
			err = 0;
	}
	elf_end(elf);
	return err;
}

/* Why QEMU cannot start it. */
static int refuse(const char *image, enum kernel_kind kind, int err)
{
	static const char *const reasons[] = {
		[KERNEL_ELF] = "is a kernel or program for another architecture",
		[KERNEL_ZBOOT] = "is a kernel for another architecture (an EFI zboot image)",
		[KERNEL_ARM64_IMAGE] = "is a kernel for arm64",
		[KERNEL_EFI] =
			"is a program for EFI without a kernel in it: it has no section .linux",
	};

	if (kind == KERNEL_ELF && err == -ENOTSUP)
		return log__fail(
			-ENOEXEC,
			"%s cannot be started: it has no PVH note, so it is no kernel, or was built without CONFIG_PVH; name the bzImage of the same build (arch/x86/boot/bzImage)",
			image);
	if (kind == KERNEL_OTHER)
		return is_no_image(image);
	return log__fail(-ENOEXEC, "%s %s; name an image for x86-64, or a version such as 6.12",
			 image, reasons[kind]);
}

/* ---- from the file to that ---- */

/* The bytes to start, within the file's, or in `unpacked`. */
struct found {
	struct byte_range kernel;
	struct unpacked unpacked;
};

static void take(struct found *found, struct unpacked unpacked)
{
	free(found->unpacked.bytes);
	found->unpacked = unpacked;
	found->kernel = (struct byte_range){ unpacked.bytes, unpacked.size };
}

/* A bzImage that cannot be unpacked, or whose kernel cannot be started, starts itself. */
static void unpack_bzimage(const struct kernel_content *content, struct found *found)
{
	struct unpacked kernel;

	if (kernel_content__unpack(content, &kernel))
		return;
	if (check_elf((struct byte_range){ kernel.bytes, kernel.size }))
		free(kernel.bytes);
	else
		take(found, kernel);
}

static int find(const char *image, struct byte_range file, struct found *found)
{
	struct kernel_content content;
	int err = kernel_content__find(image, file, &content);

	if (err)
		return err;
	found->kernel = content.image;
	if (content.kind == KERNEL_BZIMAGE)
		unpack_bzimage(&content, found);
	else
		err = content.kind == KERNEL_ELF ? check_elf(content.image) : -ENOEXEC;
	if (err)
		err = refuse(image, content.kind, err);
	/* What it has unpacked is in use, or is not needed. */
	if (!err && !found->unpacked.bytes) {
		found->unpacked = content.unpacked;
		content.unpacked.bytes = NULL;
	}
	kernel_content__free(&content);
	return err;
}

/* The same, from the cache if it has been found before. */
static int find_or_cached(const char *image, struct byte_range file, struct found *found)
{
	struct keyed_cache cache;
	struct unpacked cached;
	char release[128];
	void *bytes;
	int err = 0;

	kernel_image__release(image, release, sizeof(release));
	keyed_cache__open(&cache, "unpacked", release,
			  json_pack("{s:s, s:I, s:I}", "schema", "hookbench-kernel/1", "image",
				    (json_int_t)checksum__add(0, file.at, file.size), "size",
				    (json_int_t)file.size));
	if (!keyed_cache__read(&cache, UNPACK_MOST, &bytes, &cached.size)) {
		cached.bytes = bytes;
		take(found, cached);
	} else {
		err = find(image, file, found);
		if (!err && found->unpacked.bytes)
			keyed_cache__write(&cache, found->kernel.at, found->kernel.size);
	}
	keyed_cache__close(&cache);
	return err;
}

/* ---- for QEMU ---- */

static int hand_over(struct byte_range kernel, struct boot_kernel *to)
{
	to->fd = memory_file__make("kernel", kernel.at, kernel.size);
	if (to->fd < 0)
		return log__fail(to->fd, "cannot hand the kernel to QEMU: %s", strerror(-to->fd));
	snprintf(to->path, sizeof(to->path), "/proc/self/fd/%d", to->fd);
	return 0;
}

int boot_kernel__open(const char *image, struct boot_kernel *kernel)
{
	struct found found = { { NULL, 0 }, { NULL, 0 } };
	struct byte_range file;
	void *bytes;
	int err;

	*kernel = (struct boot_kernel){ .fd = -1 };
	err = input_file__read(image, "a kernel image", FILE_MOST, &bytes, &file.size);
	if (err)
		return err;
	file.at = bytes;
	err = find_or_cached(image, file, &found);
	kernel->is_elf = !err && kernel_content__kind(found.kernel) == KERNEL_ELF;
	/* The file itself. */
	if (!err && found.kernel.at == file.at && found.kernel.size == file.size)
		snprintf(kernel->path, sizeof(kernel->path), "%s", image);
	else if (!err)
		err = hand_over(found.kernel, kernel);
	free(found.unpacked.bytes);
	free(bytes);
	return err;
}

/* As little of an ELF file as QEMU accepts as a PVH kernel: a page to load, and the note. */
struct stand_in {
	Elf64_Ehdr header;
	Elf64_Phdr page, note;
	struct {
		Elf64_Nhdr header;
		char name[4];
		uint32_t entry;
	} pvh;
};

#define STAND_IN_ADDRESS 0x1000000

int boot_kernel__stand_in(const char *image, bool is_elf, struct boot_kernel *kernel)
{
	static const struct stand_in elf = {
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
					 ELFDATA2LSB, EV_CURRENT },
			    .e_type = ET_EXEC,
			    .e_machine = EM_X86_64,
			    .e_version = EV_CURRENT,
			    .e_entry = STAND_IN_ADDRESS,
			    .e_phoff = offsetof(struct stand_in, page),
			    .e_ehsize = sizeof(Elf64_Ehdr),
			    .e_phentsize = sizeof(Elf64_Phdr),
			    .e_phnum = 2 },
		.page = { .p_type = PT_LOAD,
			  .p_flags = PF_R | PF_X,
			  .p_vaddr = STAND_IN_ADDRESS,
			  .p_paddr = STAND_IN_ADDRESS,
			  .p_filesz = sizeof(struct stand_in),
			  .p_memsz = sizeof(struct stand_in),
			  .p_align = 4096 },
		.note = { .p_type = PT_NOTE,
			  .p_offset = offsetof(struct stand_in, pvh),
			  .p_filesz = sizeof(elf.pvh),
			  .p_memsz = sizeof(elf.pvh),
			  .p_align = 4 },
		.pvh = { { .n_namesz = 4, .n_descsz = 4, .n_type = PVH_NOTE },
			 "Xen",
			 STAND_IN_ADDRESS },
	};

	*kernel = (struct boot_kernel){ .fd = -1, .is_elf = is_elf };
	if (is_elf)
		return hand_over((struct byte_range){ (const uint8_t *)&elf, sizeof(elf) }, kernel);
	snprintf(kernel->path, sizeof(kernel->path), "%s", image);
	return 0;
}

void boot_kernel__close(struct boot_kernel *kernel)
{
	if (kernel->fd >= 0)
		close(kernel->fd);
	kernel->fd = -1;
}
