/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel images that are made here, as far as they are looked at. */
#ifndef HOOKBENCH_TESTS_UNIT_IMAGES_H
#define HOOKBENCH_TESTS_UNIT_IMAGES_H

#include "tests/unit/support.h"

#include <archive.h>
#include <archive_entry.h>

#define IMAGE_SIZE 8192

static inline void put_number(char *at, uint32_t number)
{
	memcpy(at, &number, sizeof(number));
}

/* Compressed as `add_filter` says, with four bytes behind it, as the kernel's build puts them. */
static inline size_t pack(int (*add_filter)(struct archive *), const char *from, char *to)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	size_t size = 0;

	assert_int_equal(add_filter(archive), ARCHIVE_OK);
	archive_write_set_format_raw(archive);
	archive_write_set_bytes_in_last_block(archive, 1);
	assert_int_equal(archive_write_open_memory(archive, to, IMAGE_SIZE, &size), ARCHIVE_OK);
	archive_entry_set_filetype(entry, AE_IFREG);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	assert_int_equal(archive_write_data(archive, from, IMAGE_SIZE), IMAGE_SIZE);
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_entry_free(entry);
	archive_write_free(archive);
	put_number(to + size, IMAGE_SIZE);
	return size + 4;
}

/* A bzImage with one sector of setup. */
static inline size_t make_bzimage(const char *payload, size_t size, char *image)
{
	memset(image, 0, 1124);
	image[0x1f1] = 1;
	put_number(image + 0x202, 0x53726448); /* HdrS */
	put_number(image + 0x206, 0x20f);
	put_number(image + 0x248, 100);
	put_number(image + 0x24c, (uint32_t)size);
	memcpy(image + 1124, payload, size);
	return 1124 + size;
}

/* A program for EFI with one section, whose row says that `used` of its `size` bytes are data. */
static inline size_t make_efi(const char *section, const char *content, size_t size, size_t used,
			      char *image)
{
	memset(image, 0, 512);
	memcpy(image, "MZ", 2);
	put_number(image + 0x3c, 0x80);
	memcpy(image + 0x80, "PE\0\0", 4);
	image[0x80 + 6] = 1;	 /* sections */
	image[0x80 + 20] = 0x10; /* what comes before their rows */
	memcpy(image + 0x80 + 24 + 0x10, section, strlen(section));
	put_number(image + 0x80 + 24 + 0x10 + 8, (uint32_t)used);
	put_number(image + 0x80 + 24 + 0x10 + 16, (uint32_t)size);
	put_number(image + 0x80 + 24 + 0x10 + 20, 512);
	memcpy(image + 512, content, size);
	return 512 + size;
}

/* A file for make_archive. */
struct packed_file {
	const char *path;
	const void *bytes;
	size_t size;
	const char *link; /* a symbolic link to this; NULL: a file */
};

/* An archive of `format`, compressed by `add_filter`; NULL: not. */
static inline size_t make_archive(int (*format)(struct archive *),
				  int (*add_filter)(struct archive *),
				  const struct packed_file *files, size_t n, char *to, size_t room)
{
	struct archive *archive = archive_write_new();
	size_t size = 0;

	assert_int_equal(format(archive), ARCHIVE_OK);
	if (add_filter)
		assert_int_equal(add_filter(archive), ARCHIVE_OK);
	archive_write_set_bytes_in_last_block(archive, 1);
	assert_int_equal(archive_write_open_memory(archive, to, room, &size), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *entry = archive_entry_new();

		archive_entry_set_pathname(entry, files[i].path);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_filetype(entry, files[i].link ? AE_IFLNK : AE_IFREG);
		archive_entry_set_size(entry, (la_int64_t)files[i].size);
		if (files[i].link)
			archive_entry_set_symlink(entry, files[i].link);
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(archive, files[i].bytes, files[i].size),
				 files[i].size);
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	return size;
}

#endif
