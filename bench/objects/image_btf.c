// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/image_btf.h"

#include <errno.h>
#include <gelf.h>
#include <libelf.h>
#include <linux/btf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/byte_range.h"
#include "bench/base/log.h"
#include "bench/vm/kernel_content.h"

/* ---- BTF ---- */

/* The BTF that begins here, by its header; none if it does not look like it. */
static struct byte_range btf_at(struct byte_range all, size_t offset)
{
	struct btf_header h;
	struct byte_range header = byte_range__part(all, offset, sizeof(h)), btf;
	uint64_t size;

	if (!header.at)
		return header;
	memcpy(&h, header.at, sizeof(h));
	size = (uint64_t)h.hdr_len + h.str_off + h.str_len;
	if (h.magic != BTF_MAGIC || h.version != BTF_VERSION || h.flags || h.hdr_len < sizeof(h) ||
	    h.type_off || !h.type_len || h.str_off < h.type_len || !h.str_len || size > all.size)
		return (struct byte_range){ NULL, 0 };
	btf = byte_range__part(all, offset, (size_t)size);
	/* The strings begin with an empty one, and end with one's end. */
	if (!btf.at || btf.at[h.hdr_len + h.str_off] || btf.at[size - 1])
		return (struct byte_range){ NULL, 0 };
	return btf;
}

/* In an image without sections. The linker aligns it to 4 bytes. */
static struct byte_range search_btf(struct byte_range all)
{
	struct byte_range btf = { NULL, 0 };

	for (size_t i = 0; !btf.at && i + sizeof(struct btf_header) <= all.size; i += 4)
		if (byte_range__number(all, i, 2) == BTF_MAGIC)
			btf = btf_at(all, i);
	return btf;
}

static struct byte_range section_btf(struct byte_range file)
{
	struct byte_range btf = { NULL, 0 };
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
			btf = btf_at(byte_range__part(file, header.sh_offset, header.sh_size), 0);
	}
	elf_end(elf);
	return btf;
}

/* In what is not compressed. */
static struct byte_range find_btf(struct byte_range kernel)
{
	struct byte_range btf = btf_at(kernel, 0);

	if (btf.at)
		return btf;
	return byte_range__has(kernel, 0, ELFMAG, SELFMAG) ? section_btf(kernel)
							   : search_btf(kernel);
}

/* ---- the whole ---- */

static int copy(struct byte_range btf, void **to, size_t *size)
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

/* A kernel that cannot be unpacked. */
static int report(const char *name, int err)
{
	if (err == -EINTR)
		return err;
	if (err == -ENOMEM)
		return log__out_of_memory();
	return log__fail(
		err,
		"cannot unpack the kernel in %s, for vmlinux.h: it is %s; name its vmlinux, or another image",
		name,
		err == -ENOTSUP ? "compressed in an unknown way"
		: err == -EFBIG ? "too large"
				: "damaged");
}

static int is_no_image(const char *name)
{
	return log__fail(
		-ENOTSUP,
		"%s is no kernel image, which vmlinux.h is made from: name its vmlinux, or another image",
		name);
}

static int read_content(const char *name, const struct kernel_content *content, void **btf,
			size_t *btf_size)
{
	struct byte_range kernel, found;
	struct unpacked unpacked;
	int err = kernel_content__bare(content, &unpacked, &kernel);

	if (err) {
		free(unpacked.bytes);
		return report(name, err);
	}
	found = find_btf(kernel);
	if (found.at)
		err = copy(found, btf, btf_size);
	else
		err = content->kind == KERNEL_OTHER ? is_no_image(name) : has_none(name);
	free(unpacked.bytes);
	return err;
}

int image_btf__read(const char *name, const void *bytes, size_t size, void **btf, size_t *btf_size)
{
	struct kernel_content content;
	int err = kernel_content__find(name, (struct byte_range){ bytes, size }, &content);

	if (err)
		return err;
	err = read_content(name, &content, btf, btf_size);
	kernel_content__free(&content);
	return err;
}
