// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/image_btf.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <linux/btf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

/* Of an unpacked kernel; Debian's have 70 MB. */
#define KERNEL_MOST ((size_t)512 << 20)

/* Part of the bytes that are looked into. */
struct range {
	const uint8_t *at; /* NULL: there is none */
	size_t size;
};

static struct range part_of(struct range all, size_t offset, size_t size)
{
	if (!all.at || offset > all.size || size > all.size - offset)
		return (struct range){ NULL, 0 };
	return (struct range){ all.at + offset, size };
}

/* Little-endian, as everything that is read here. */
static uint32_t number_at(struct range all, size_t offset, size_t size)
{
	uint32_t number = 0;

	for (size_t i = 0; i < size && offset + i < all.size; i++)
		number |= (uint32_t)all.at[offset + i] << (8 * i);
	return number;
}

static bool has_text(struct range all, size_t offset, const char *text)
{
	struct range part = part_of(all, offset, strlen(text));

	return part.at && !memcmp(part.at, text, part.size);
}

/* ---- BTF ---- */

/* The BTF that begins here, by its header; none if it does not look like it. */
static struct range btf_at(struct range all, size_t offset)
{
	struct btf_header h;
	struct range header = part_of(all, offset, sizeof(h)), btf;
	uint64_t size;

	if (!header.at)
		return header;
	memcpy(&h, header.at, sizeof(h));
	size = (uint64_t)h.hdr_len + h.str_off + h.str_len;
	if (h.magic != BTF_MAGIC || h.version != BTF_VERSION || h.flags || h.hdr_len < sizeof(h) ||
	    h.type_off || !h.type_len || h.str_off < h.type_len || !h.str_len || size > all.size)
		return (struct range){ NULL, 0 };
	btf = part_of(all, offset, (size_t)size);
	/* The strings begin with an empty one, and end with one's end. */
	if (!btf.at || btf.at[h.hdr_len + h.str_off] || btf.at[size - 1])
		return (struct range){ NULL, 0 };
	return btf;
}

/* In an image without sections. The linker aligns it to 4 bytes. */
static struct range search_btf(struct range all)
{
	struct range btf = { NULL, 0 };

	for (size_t i = 0; !btf.at && i + sizeof(struct btf_header) <= all.size; i += 4)
		if (number_at(all, i, 2) == BTF_MAGIC)
			btf = btf_at(all, i);
	return btf;
}

static struct range section_btf(struct range file)
{
	struct range btf = { NULL, 0 };
	Elf_Scn *scn = NULL;
	size_t names;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_memory((char *)file.at, file.size);
	if (!elf || elf_getshdrstrndx(elf, &names)) {
		elf_end(elf);
		return btf;
	}
	while (!btf.at && (scn = elf_nextscn(elf, scn))) {
		GElf_Shdr header;
		const char *name;

		if (!gelf_getshdr(scn, &header) || header.sh_type == SHT_NOBITS)
			continue;
		name = elf_strptr(elf, names, header.sh_name);
		if (name && !strcmp(name, ".BTF"))
			btf = btf_at(part_of(file, header.sh_offset, header.sh_size), 0);
	}
	elf_end(elf);
	return btf;
}

/* In what is not compressed. */
static struct range find_btf(struct range kernel)
{
	struct range btf = btf_at(kernel, 0);

	if (btf.at)
		return btf;
	return has_text(kernel, 0, ELFMAG) ? section_btf(kernel) : search_btf(kernel);
}

/* ---- what is compressed ---- */

/* The kernel's build puts the size behind what is compressed, unless it is there already. */
static struct range without_size(struct range payload)
{
	bool is_gzip = has_text(payload, 0, "\x1f\x8b");

	return is_gzip || payload.size < 4 ? payload : part_of(payload, 0, payload.size - 4);
}

/*
 * Where the compressed kernel is in an image: Documentation/arch/x86/boot.rst has the header of a
 * bzImage, drivers/firmware/efi/libstub/zboot-header.S that of an EFI image, whose length is
 * without the size. Otherwise, the whole.
 */
static struct range find_payload(struct range image)
{
	if (has_text(image, 0x202, "HdrS") && number_at(image, 0x206, 2) >= 0x208) {
		size_t sectors = number_at(image, 0x1f1, 1);

		return without_size(part_of(
			image, ((sectors ? sectors : 4) + 1) * 512 + number_at(image, 0x248, 4),
			number_at(image, 0x24c, 4)));
	}
	if (has_text(image, 0, "MZ") && has_text(image, 4, "zimg"))
		return part_of(image, number_at(image, 8, 4), number_at(image, 12, 4));
	return image;
}

static int append(uint8_t **data, size_t *size, size_t *room, const void *block, size_t n)
{
	if (!n)
		return 0;
	if (n > KERNEL_MOST - *size)
		return -EFBIG;
	if (*size + n > *room) {
		size_t twice = 2 * (*size + n);
		uint8_t *grown;

		*room = twice < KERNEL_MOST ? twice : KERNEL_MOST;
		grown = realloc(*data, *room);
		if (!grown)
			return -ENOMEM;
		*data = grown;
	}
	memcpy(*data + *size, block, n);
	*size += n;
	return 0;
}

static int unpack_opened(struct archive *archive, uint8_t **data, size_t *size)
{
	struct archive_entry *entry;
	size_t room = 0, n;
	const void *block;
	int64_t offset;
	int err = 0, result = ARCHIVE_OK;

	if (archive_read_next_header(archive, &entry) != ARCHIVE_OK)
		return -EINVAL;
	if (archive_filter_code(archive, 0) == ARCHIVE_FILTER_NONE)
		return -ENOTSUP;
	while (!err && !(result = archive_read_data_block(archive, &block, &n, &offset)))
		err = append(data, size, &room, block, n);
	return err ? err : *size && result == ARCHIVE_EOF ? 0 : -EINVAL;
}

static int unpack(struct range packed, uint8_t **data, size_t *size)
{
	struct archive *archive = archive_read_new();
	int err = -EINVAL;

	*data = NULL;
	*size = 0;
	if (!archive)
		return -ENOMEM;
	/* Not all: some would run other programs. */
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_lzma(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_lz4(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_format_raw(archive);
	if (archive_read_open_memory(archive, packed.at, packed.size) == ARCHIVE_OK)
		err = unpack_opened(archive, data, size);
	archive_read_free(archive);
	if (err) {
		free(*data);
		*data = NULL;
	}
	return err;
}

/* ---- the whole ---- */

static int copy(struct range btf, void **to, size_t *size)
{
	*to = malloc(btf.size);
	if (!*to)
		return log__out_of_memory();
	memcpy(*to, btf.at, btf.size);
	*size = btf.size;
	return 0;
}

static int has_none(const char *name)
{
	return log__fail(
		-ENODATA,
		"%s has no BTF, which vmlinux.h is made from: its kernel was built without CONFIG_DEBUG_INFO_BTF; take another kernel, or a program that does not include vmlinux.h",
		name);
}

static int read_packed(const char *name, struct range payload, void **btf, size_t *btf_size)
{
	uint8_t *data;
	size_t size;
	struct range found;
	int err = payload.at ? unpack(payload, &data, &size) : -EINVAL;

	if (err == -ENOMEM)
		return log__out_of_memory();
	if (err)
		return log__fail(
			err,
			"cannot unpack the kernel in %s, for vmlinux.h: %s; name its vmlinux, or another image",
			name,
			err == -ENOTSUP ? "it is no kernel image, or compressed in an unknown way"
			: err == -EFBIG ? "it is too large"
					: "it is damaged");
	found = find_btf((struct range){ data, size });
	err = found.at ? copy(found, btf, btf_size) : has_none(name);
	free(data);
	return err;
}

int image_btf__read(const char *name, const void *bytes, size_t size, void **btf, size_t *btf_size)
{
	const struct range image = { bytes, size };
	const struct range payload = find_payload(image);
	struct range found = { NULL, 0 };

	/* A bzImage may have anything before its payload. */
	if (payload.at == image.at)
		found = find_btf(image);
	if (found.at)
		return copy(found, btf, btf_size);
	if (has_text(image, 0, ELFMAG))
		return has_none(name);
	return read_packed(name, payload, btf, btf_size);
}
