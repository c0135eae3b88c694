// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kernel_content.h"

#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/vm/kernel_package.h"

/* A compressed image in a unified kernel image in a package: more is no kernel. */
#define MOST_LAYERS 4

/* ---- programs for EFI ---- */

/* The PE format: where the headers are, how many sections follow them, what a section's row has. */
#define PE_OFFSET	   0x3c
#define PE_SECTIONS	   6
#define PE_OPTIONAL_SIZE   20
#define PE_HEADER_SIZE	   24
#define SECTION_SIZE	   40
#define SECTION_DATA_SIZE  16
#define SECTION_DATA_START 20
#define SECTION_USED_SIZE  8

static bool is_pe(struct byte_range file)
{
	return byte_range__has(file, 0, "MZ", 2) &&
	       byte_range__has(file, byte_range__number(file, PE_OFFSET, 4), "PE\0\0", 4);
}

/* The kernel of a unified kernel image. */
static struct byte_range linux_section(struct byte_range file)
{
	size_t header = byte_range__number(file, PE_OFFSET, 4), row;
	size_t n = byte_range__number(file, header + PE_SECTIONS, 2);

	row = header + PE_HEADER_SIZE + byte_range__number(file, header + PE_OPTIONAL_SIZE, 2);
	for (size_t i = 0; is_pe(file) && i < n; i++, row += SECTION_SIZE) {
		size_t size = byte_range__number(file, row + SECTION_DATA_SIZE, 4);
		size_t used = byte_range__number(file, row + SECTION_USED_SIZE, 4);

		/* The data may be padded to a multiple of some size. */
		if (byte_range__has(file, row, ".linux\0", 8))
			return byte_range__part(
				file, byte_range__number(file, row + SECTION_DATA_START, 4),
				used && used < size ? used : size);
	}
	return (struct byte_range){ NULL, 0 };
}

/* ---- which kind ---- */

/*
 * Documentation/arch/x86/boot.rst has the header of a bzImage, Documentation/arch/arm64/booting.rst
 * that of an Image, drivers/firmware/efi/libstub/zboot-header.S that of a zboot image.
 */
static const struct {
	enum kernel_kind kind;
	size_t offset;
	const char *text;
} marks[] = {
	{ KERNEL_BZIMAGE, 0x202, "HdrS" },
	{ KERNEL_ELF, 0, "\177ELF" },
	{ KERNEL_ARM64_IMAGE, 0x38, "ARM\x64" },
	{ KERNEL_RISCV_IMAGE, 0x38, "RSC\x05" },
	{ KERNEL_ARM_IMAGE, 0x24, "\x18\x28\x6f\x01" },
	{ KERNEL_ZBOOT, 4, "zimg" },
	{ KERNEL_EFI, 0, "MZ" },
};

enum kernel_kind kernel_content__kind(struct byte_range image)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (byte_range__has(image, marks[i].offset, marks[i].text, strlen(marks[i].text)))
			return marks[i].kind;
	return KERNEL_OTHER;
}

/* The machine of a PE file, at its header's beginning, as a number of ELF. */
static unsigned int pe_machine(struct byte_range image)
{
	static const struct {
		unsigned int pe, elf;
	} machines[] = { { 0x8664, EM_X86_64 }, { 0xaa64, EM_AARCH64 } };
	uint32_t machine =
		byte_range__number(image, byte_range__number(image, PE_OFFSET, 4) + 4, 2);

	for (size_t i = 0; i < sizeof(machines) / sizeof(*machines); i++)
		if (machines[i].pe == machine)
			return machines[i].elf;
	return EM_NONE;
}

const struct guest_arch *kernel_content__arch(struct byte_range image)
{
	switch (kernel_content__kind(image)) {
	case KERNEL_BZIMAGE: return guest_arch__of_elf_machine(EM_X86_64);
	case KERNEL_ARM64_IMAGE: return guest_arch__of_elf_machine(EM_AARCH64);
	case KERNEL_ELF:
		return guest_arch__of_elf_machine(
			byte_range__number(image, offsetof(Elf64_Ehdr, e_machine), 2));
	case KERNEL_ZBOOT:
	case KERNEL_EFI: return is_pe(image) ? guest_arch__of_elf_machine(pe_machine(image)) : NULL;
	default: return NULL;
	}
}

bool kernel_content__may_be(struct byte_range first)
{
	/* gzip, xz, zstd, lz4 as a file and as the kernel's build writes it, bzip2, lzma. */
	static const struct {
		const char *text;
		size_t size;
	} compressed[] = { { "\x1f\x8b", 2 },
			   { "\xfd"
			     "7zXZ",
			     5 },
			   { "\x28\xb5\x2f\xfd", 4 },
			   { "\x04\x22\x4d\x18", 4 },
			   { "\x02\x21\x4c\x18", 4 },
			   { "BZh", 3 },
			   { "\x5d\x00\x00", 3 } };

	for (size_t i = 0; i < sizeof(compressed) / sizeof(*compressed); i++)
		if (byte_range__has(first, 0, compressed[i].text, compressed[i].size))
			return true;
	return kernel_package__is(first) || kernel_content__kind(first) != KERNEL_OTHER;
}

/* ---- the image in a file ---- */

/* The content is now what was unpacked from it. */
static void replace(struct kernel_content *c, struct unpacked inner)
{
	free(c->unpacked.bytes);
	c->unpacked = inner;
	c->image = (struct byte_range){ inner.bytes, inner.size };
}

static int report(const char *name, int err)
{
	if (err == -EINTR)
		return err;
	if (err == -ENOMEM)
		return log__out_of_memory();
	return log__fail(err, "cannot unpack %s: it is %s", name,
			 err == -EFBIG ? "too large" : "compressed, and damaged");
}

/* Takes one layer off. 1: done; 0: what was in it is the content; or -errno, logged. */
static int open_layer(const char *name, struct kernel_content *c)
{
	struct byte_range section = linux_section(c->image);
	struct unpacked inner;
	int err;

	if (section.at) {
		c->image = section;
		return 0;
	}
	if (kernel_package__is(c->image)) {
		err = kernel_package__unpack(name, c->image, &inner);
	} else if (kernel_content__kind(c->image) != KERNEL_OTHER) {
		return 1;
	} else {
		err = unpack__compressed(c->image, &inner);
		if (err == -ENOTSUP)
			return 1;
		if (err)
			err = report(name, err);
	}
	if (!err)
		replace(c, inner);
	return err;
}

int kernel_content__find(const char *name, struct byte_range file, struct kernel_content *content)
{
	int done = 0;

	*content = (struct kernel_content){ .image = file };
	for (size_t i = 0; !done && i < MOST_LAYERS; i++)
		done = open_layer(name, content);
	if (done < 0) {
		kernel_content__free(content);
		return done;
	}
	content->kind = kernel_content__kind(content->image);
	return 0;
}

void kernel_content__free(struct kernel_content *content)
{
	free(content->unpacked.bytes);
	*content = (struct kernel_content){ .kind = KERNEL_OTHER };
}

/* ---- the kernel in an image ---- */

/* The kernel's build puts the size behind what is compressed, unless it is there already. */
static struct byte_range without_size(struct byte_range payload)
{
	bool is_gzip = byte_range__has(payload, 0, "\x1f\x8b", 2);

	return is_gzip || payload.size < 4 ? payload
					   : byte_range__part(payload, 0, payload.size - 4);
}

/* The length that a zboot image states is without the size. */
static struct byte_range find_payload(const struct kernel_content *c)
{
	struct byte_range image = c->image;
	size_t sectors = byte_range__number(image, 0x1f1, 1);

	if (c->kind == KERNEL_BZIMAGE && byte_range__number(image, 0x206, 2) >= 0x208)
		return without_size(byte_range__part(image,
						     ((sectors ? sectors : 4) + 1) * 512 +
							     byte_range__number(image, 0x248, 4),
						     byte_range__number(image, 0x24c, 4)));
	if (c->kind == KERNEL_ZBOOT)
		return byte_range__part(image, byte_range__number(image, 8, 4),
					byte_range__number(image, 12, 4));
	return (struct byte_range){ NULL, 0 };
}

int kernel_content__unpack(const struct kernel_content *content, struct unpacked *kernel)
{
	struct byte_range payload = find_payload(content);

	*kernel = (struct unpacked){ NULL, 0 };
	return payload.at ? unpack__compressed(payload, kernel) : -EINVAL;
}

int kernel_content__bare(const struct kernel_content *content, struct unpacked *unpacked,
			 struct byte_range *kernel)
{
	int err;

	*unpacked = (struct unpacked){ NULL, 0 };
	*kernel = content->image;
	if (content->kind != KERNEL_BZIMAGE && content->kind != KERNEL_ZBOOT)
		return 0;
	err = kernel_content__unpack(content, unpacked);
	if (!err)
		*kernel = (struct byte_range){ unpacked->bytes, unpacked->size };
	return err;
}
