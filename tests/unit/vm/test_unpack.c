// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/images.h"

#include "bench/vm/unpack.h"

static char packed[1 << 20];

static int unpack(size_t size, struct unpacked *file)
{
	return unpack__compressed((struct byte_range){ (uint8_t *)packed, size }, file);
}

static void test_what_is_compressed(void **unused)
{
	static int (*const filters[])(struct archive *) = {
		archive_write_add_filter_gzip, archive_write_add_filter_xz,
		archive_write_add_filter_zstd, archive_write_add_filter_lzma,
		archive_write_add_filter_lz4,  archive_write_add_filter_bzip2,
	};
	char image[IMAGE_SIZE];
	struct unpacked file;

	(void)unused;
	for (size_t i = 0; i < sizeof(image); i++)
		image[i] = (char)(i * i >> 5);
	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		size_t size = pack(filters[i], image, packed) - 4;

		assert_int_equal(unpack(size, &file), 0);
		assert_int_equal(file.size, sizeof(image));
		assert_memory_equal(file.bytes, image, sizeof(image));
		free(file.bytes);
		assert_int_equal(unpack(size / 2, &file), -EINVAL);
		assert_null(file.bytes);
	}
	memset(packed, 'x', 100);
	assert_int_equal(unpack(100, &file), -ENOTSUP);
}

/* A little that becomes much. */
static void test_there_is_a_limit(void **unused)
{
	static char zeroes[1 << 20];
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	struct unpacked file;
	size_t size = 0;

	(void)unused;
	archive_write_add_filter_zstd(archive);
	archive_write_set_format_raw(archive);
	archive_write_open_memory(archive, packed, sizeof(packed), &size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_write_header(archive, entry);
	for (size_t i = 0; i <= UNPACK_MOST / sizeof(zeroes); i++)
		archive_write_data(archive, zeroes, sizeof(zeroes));
	archive_write_close(archive);
	archive_entry_free(entry);
	archive_write_free(archive);
	assert_int_equal(unpack(size, &file), -EFBIG);
	assert_null(file.bytes);
}

static bool is_wanted(const char *path, void *context)
{
	return !strcmp(path, context);
}

static size_t count(size_t size, const char *wanted)
{
	struct unpacked file;
	size_t n = 99;

	assert_int_equal(unpack__archive((struct byte_range){ (uint8_t *)packed, size }, is_wanted,
					 (char *)wanted, &file, &n),
			 0);
	if (n)
		assert_memory_equal(file.bytes, "first", file.size);
	else
		assert_null(file.bytes);
	free(file.bytes);
	return n;
}

static void test_files_of_an_archive(void **unused)
{
	static const struct packed_file files[] = {
		{ "one", "first", 5, NULL },	   { "twice", "first", 5, NULL },
		{ "twice", "first", 5, NULL },	   { "different", "first", 5, NULL },
		{ "different", "other", 5, NULL }, { "link", "", 0, "one" },
	};
	static int (*const formats[])(struct archive *) = {
		archive_write_set_format_ustar,
		archive_write_set_format_cpio_newc,
		archive_write_set_format_ar_svr4,
	};
	struct unpacked file;
	size_t n;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		bool is_ar = formats[i] == archive_write_set_format_ar_svr4;
		size_t size = make_archive(formats[i], is_ar ? NULL : archive_write_add_filter_xz,
					   files, COUNT_OF(files) - is_ar, packed, sizeof(packed));

		assert_int_equal(count(size, "one"), 1);
		assert_int_equal(count(size, "twice"), 1);
		assert_int_equal(count(size, "different"), 2);
		assert_int_equal(count(size, "none"), 0);
		assert_int_equal(count(size, "link"), 0);
		/* An ar archive that ends between two files looks whole. */
		if (is_ar)
			continue;
		assert_int_not_equal(
			unpack__archive((struct byte_range){ (uint8_t *)packed, size / 2 },
					is_wanted, (char *)"different", &file, &n),
			0);
		assert_null(file.bytes);
	}
}

/* ---- what packages have ---- */

static size_t add_newc(char *to, const char *name, unsigned int inode, unsigned int links,
		       const char *content)
{
	int n = sprintf(to, "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x%s", inode,
			0100644, 0, 0, links, 0, strlen(content), 0, 0, 0, 0, strlen(name) + 1, 0,
			name);

	do
		to[n++] = '\0';
	while (n % 4);
	n += sprintf(to + n, "%s", content);
	while (n % 4)
		to[n++] = '\0';
	return (size_t)n;
}

/* As rpmbuild writes it. */
static void test_content_that_comes_with_another_name(void **unused)
{
	static const struct {
		const char *wanted;
		size_t n;
	} rows[] = { { "one", 1 }, { "two", 1 }, { "three", 1 }, { "single", 1 }, { "none", 0 } };
	size_t size = add_newc(packed, "one", 7, 3, "");

	(void)unused;
	size += add_newc(packed + size, "single", 9, 1, "first");
	size += add_newc(packed + size, "two", 7, 3, "");
	size += add_newc(packed + size, "three", 7, 3, "first");
	size += add_newc(packed + size, "TRAILER!!!", 0, 1, "");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(count(size, rows[i].wanted), rows[i].n);
}

/* By "ar D", which is Debian's default. */
static void test_a_member_without_a_type(void **unused)
{
	size_t size;

	(void)unused;
	size = (size_t)sprintf(packed, "!<arch>\n%-16s%-12d%-6d%-6d%-8s%-10d`\nfirst\n", "one/", 0,
			       0, 0, "644", 5);
	assert_int_equal(count(size, "one"), 1);
}

/* libarchive would keep all of that in memory. */
static void test_claims_are_refused(void **unused)
{
	struct unpacked file;
	size_t n, size = add_newc(packed, "one", 7, 1, "first");

	(void)unused;
	memcpy(packed + 94, "b0000000", 8);
	assert_int_equal(unpack__archive((struct byte_range){ (uint8_t *)packed, size }, is_wanted,
					 (char *)"one", &file, &n),
			 -EINVAL);
	assert_null(file.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_compressed),
		cmocka_unit_test(test_there_is_a_limit),
		cmocka_unit_test(test_files_of_an_archive),
		cmocka_unit_test(test_content_that_comes_with_another_name),
		cmocka_unit_test(test_a_member_without_a_type),
		cmocka_unit_test(test_claims_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
