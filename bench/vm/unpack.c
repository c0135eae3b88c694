// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/vm/archive_guard.h"

static int append(struct unpacked *file, size_t *room, const void *block, size_t n)
{
	if (!n)
		return 0;
	if (n > UNPACK_MOST - file->size)
		return -EFBIG;
	if (file->size + n > *room) {
		size_t twice = 2 * (file->size + n);
		uint8_t *grown;

		*room = twice < UNPACK_MOST ? twice : UNPACK_MOST;
		grown = realloc(file->bytes, *room);
		if (!grown)
			return -ENOMEM;
		file->bytes = grown;
	}
	memcpy(file->bytes + file->size, block, n);
	file->size += n;
	return 0;
}

/* The data of the entry that was read last. On failure, nothing is left. */
static int read_entry(struct archive *archive, struct unpacked *file)
{
	int err = 0, result = ARCHIVE_OK;
	size_t room = 0, n;
	const void *block;
	int64_t offset;

	*file = (struct unpacked){ NULL, 0 };
	while (!err && !(result = archive_read_data_block(archive, &block, &n, &offset)))
		err = *interrupt__flag() ? -EINTR : append(file, &room, block, n);
	if (!err && (!file->size || result != ARCHIVE_EOF))
		err = -EINVAL;
	if (err) {
		free(file->bytes);
		*file = (struct unpacked){ NULL, 0 };
	}
	return err;
}

/* Not all that libarchive knows: some would run other programs. */
static struct archive *open_archive(void)
{
	struct archive *archive = archive_read_new();

	if (!archive)
		return NULL;
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_lzma(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_lz4(archive);
	archive_read_support_filter_bzip2(archive);
	return archive;
}

static int unpack_opened(struct archive *archive, struct unpacked *file)
{
	struct archive_entry *entry;

	if (archive_read_next_header(archive, &entry) != ARCHIVE_OK)
		return -EINVAL;
	if (archive_filter_code(archive, 0) == ARCHIVE_FILTER_NONE)
		return -ENOTSUP;
	return read_entry(archive, file);
}

int unpack__compressed(struct byte_range packed, struct unpacked *file)
{
	struct archive *archive = open_archive();
	int err = -EINVAL;

	*file = (struct unpacked){ NULL, 0 };
	if (!archive)
		return -ENOMEM;
	archive_read_support_format_raw(archive);
	if (archive_read_open_memory(archive, packed.at, packed.size) == ARCHIVE_OK)
		err = unpack_opened(archive, file);
	archive_read_free(archive);
	return err;
}

/* Keeps the first one. A package may have the same file in two places. */
static int take_entry(struct archive *archive, struct unpacked *file, size_t *n)
{
	struct unpacked next;
	int err = read_entry(archive, &next);

	if (err)
		return err;
	if (!*n) {
		*file = next;
		++*n;
		return 0;
	}
	if (next.size != file->size || memcmp(next.bytes, file->bytes, next.size) != 0)
		++*n;
	free(next.bytes);
	return 0;
}

/* Members of an ar archive may have no type. */
static bool is_file(struct archive_entry *entry)
{
	return archive_entry_filetype(entry) == AE_IFREG || !archive_entry_filetype(entry);
}

struct chosen {
	unpack_choice is_chosen;
	void *context;
	int64_t inode; /* of a chosen file whose content comes with a later name of it; -1: none */
};

/* In cpio archives, the content of a file with several names is with the last of them. */
static bool is_wanted(struct chosen *chosen, struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);
	bool is_other_name = archive_entry_nlink(entry) > 1;

	if (!path || !is_file(entry))
		return false;
	if (is_other_name && archive_entry_size(entry))
		return chosen->is_chosen(path, chosen->context) ||
		       archive_entry_ino64(entry) == chosen->inode;
	if (!chosen->is_chosen(path, chosen->context))
		return false;
	if (is_other_name)
		chosen->inode = archive_entry_ino64(entry);
	return !is_other_name && !archive_entry_hardlink(entry);
}

static int read_entries(struct archive *archive, struct chosen *chosen, struct unpacked *file,
			size_t *n)
{
	struct archive_entry *entry;
	int err = 0, result = ARCHIVE_OK;

	/* A warning may be about a name that is no text in this language. */
	while (!err && ((result = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
			result == ARCHIVE_WARN)) {
		if (*interrupt__flag())
			err = -EINTR;
		else if (is_wanted(chosen, entry))
			err = take_entry(archive, file, n);
	}
	if (!err && result != ARCHIVE_EOF)
		err = *interrupt__flag() ? -EINTR : -EINVAL;
	return err;
}

/* What is in a compressed file, for the reader of the archive that it is. */
struct content {
	struct archive *packed;
	struct archive_guard guard;
	bool is_refused; /* by the guard */
};

/* libarchive's archive_read_callback. */
static la_ssize_t read_content(struct archive *archive, void *context, const void **block)
{
	struct content *content = context;
	int64_t offset;
	size_t n = 0;
	int result = archive_read_data_block(content->packed, block, &n, &offset);

	if (result == ARCHIVE_EOF)
		return 0;
	if (!result && !*interrupt__flag()) {
		content->is_refused = !archive_guard__accepts(&content->guard, *block, n);
		if (!content->is_refused)
			return (la_ssize_t)n;
	}
	archive_set_error(archive, EINVAL, "damaged");
	return ARCHIVE_FATAL;
}

int unpack__archive(struct byte_range packed, unpack_choice is_chosen, void *context,
		    struct unpacked *file, size_t *n)
{
	struct content content = { open_archive(), { .wanted = ARCHIVE_MAGIC_SIZE }, false };
	struct archive *archive = archive_read_new();
	struct chosen chosen = { is_chosen, context, -1 };
	struct archive_entry *whole;
	int err = -ENOTSUP;

	*file = (struct unpacked){ NULL, 0 };
	*n = 0;
	if (archive && content.packed) {
		archive_read_support_filter_rpm(content.packed);
		archive_read_support_format_raw(content.packed);
		archive_read_support_format_ar(archive);
		archive_read_support_format_cpio(archive);
		archive_read_support_format_tar(archive);
		if (!archive_read_open_memory(content.packed, packed.at, packed.size) &&
		    !archive_read_next_header(content.packed, &whole) &&
		    !archive_read_open(archive, &content, NULL, read_content, NULL))
			err = read_entries(archive, &chosen, file, n);
	} else {
		err = -ENOMEM;
	}
	archive_read_free(archive);
	archive_read_free(content.packed);
	if (content.is_refused)
		err = -EINVAL;
	if (err) {
		free(file->bytes);
		*file = (struct unpacked){ NULL, 0 };
	}
	return err;
}
