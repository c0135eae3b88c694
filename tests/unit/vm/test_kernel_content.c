// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/images.h"

#include <elf.h>

#include "bench/vm/kernel_content.h"

static char image[4 * IMAGE_SIZE], inner[2 * IMAGE_SIZE], kernel[IMAGE_SIZE];

static struct byte_range range(const char *at, size_t size)
{
	return (struct byte_range){ (const uint8_t *)at, size };
}

/* A bzImage of `kernel` in `to`. */
static size_t make_compressed(char *to)
{
	static char payload[IMAGE_SIZE + 4];

	memset(kernel, 'k', sizeof(kernel));
	return make_bzimage(payload, pack(archive_write_add_filter_xz, kernel, payload), to);
}

static void test_each_kind_has_its_mark(void **unused)
{
	static const struct {
		size_t offset;
		const char *text;
		enum kernel_kind kind;
	} rows[] = {
		{ 0x202, "HdrS", KERNEL_BZIMAGE },
		{ 0, "\177ELF", KERNEL_ELF },
		{ 0x38, "ARMd", KERNEL_ARM64_IMAGE },
		{ 0x38, "RSC\x05", KERNEL_RISCV_IMAGE },
		{ 0x24, "\x18\x28\x6f\x01", KERNEL_ARM_IMAGE },
		{ 4, "zimg", KERNEL_ZBOOT },
		{ 0, "MZ", KERNEL_EFI },
		{ 0, "#!/bin/sh", KERNEL_OTHER },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		memset(image, 0, sizeof(image));
		memcpy(image + rows[i].offset, rows[i].text, strlen(rows[i].text));
		assert_int_equal(kernel_content__kind(range(image, 600)), rows[i].kind);
		assert_int_equal(kernel_content__may_be(range(image, 600)),
				 rows[i].kind != KERNEL_OTHER);
	}
	assert_int_equal(kernel_content__kind(range(image, 0)), KERNEL_OTHER);
	assert_true(kernel_content__may_be(range("\x1f\x8b\x08", 3)));
	assert_true(kernel_content__may_be(range("!<arch>\ndebian-binary", 21)));
}

static void assert_arch(const char *name)
{
	const struct guest_arch *arch = kernel_content__arch(range(image, 600));

	if (name)
		assert_string_equal(arch ? arch->name : "none", name);
	else
		assert_null(arch);
}

static void test_which_architecture(void **unused)
{
	(void)unused;
	memset(image, 0, sizeof(image));
	assert_arch(NULL);
	memcpy(image + 0x202, "HdrS", 4);
	assert_arch("x86-64");
	memcpy(image + 0x202, "....", 4);
	memcpy(image + 0x38, "ARMd", 4);
	assert_arch("arm64");
	memcpy(image + 0x38, "RSC\x05", 4);
	assert_arch(NULL);
	memset(image, 0, 64);
	memcpy(image, "\177ELF", 4);
	image[18] = EM_X86_64;
	assert_arch("x86-64");
	image[18] = (char)EM_AARCH64;
	assert_arch("arm64");
	image[18] = EM_S390;
	assert_arch(NULL);
	make_efi(".text", "code", 4, 4, image);
	assert_arch(NULL);
	memcpy(image + 0x80 + 4, "\x64\xaa", 2);
	assert_arch("arm64");
	memcpy(image + 0x80 + 4, "\x64\x86", 2);
	assert_arch("x86-64");
}

/* Finds the bzImage of `kernel` in the file, and the kernel in it. */
static void assert_found(const char *file, size_t size)
{
	struct kernel_content content;
	struct unpacked unpacked;

	log_begin();
	assert_int_equal(kernel_content__find("it", range(file, size), &content), 0);
	assert_int_equal(content.kind, KERNEL_BZIMAGE);
	assert_int_equal(kernel_content__unpack(&content, &unpacked), 0);
	assert_int_equal(unpacked.size, sizeof(kernel));
	assert_memory_equal(unpacked.bytes, kernel, sizeof(kernel));
	free(unpacked.bytes);
	kernel_content__free(&content);
}

static void test_an_image_in_others(void **unused)
{
	static char packed[IMAGE_SIZE + 4], whole[IMAGE_SIZE];
	size_t size = make_compressed(inner);
	struct packed_file file = { "./boot/vmlinuz-1", image, 0, NULL };

	(void)unused;
	assert_found(inner, size);
	/* A unified kernel image, whose section may be padded. */
	assert_found(image, make_efi(".linux", inner, size, size, image));
	memset(inner + size, 0xff, 40);
	file.size = make_efi(".linux", inner, size + 40, size, image);
	assert_found(image, file.size);
	/* All of it compressed, and in a package. */
	memcpy(whole, image, file.size);
	size = pack(archive_write_add_filter_zstd, whole, packed) - 4;
	assert_found(packed, size);
	file.bytes = packed;
	file.size = size;
	size = make_archive(archive_write_set_format_ustar, NULL, &file, 1, inner, sizeof(inner));
	file = (struct packed_file){ "data.tar", inner, size, NULL };
	const struct packed_file parts[] = { { "debian-binary", "2.0\n", 4, NULL }, file };

	size = make_archive(archive_write_set_format_ar_svr4, NULL, parts, 2, image, sizeof(image));
	assert_found(image, size);
}

static void test_what_holds_none(void **unused)
{
	struct kernel_content content;
	struct unpacked unpacked;
	size_t size = make_efi(".text", "code", 4, 4, image);

	(void)unused;
	assert_int_equal(kernel_content__find("it", range(image, size), &content), 0);
	assert_int_equal(content.kind, KERNEL_EFI);
	assert_int_equal(kernel_content__unpack(&content, &unpacked), -EINVAL);
	kernel_content__free(&content);
	assert_int_equal(kernel_content__find("it", range("text", 4), &content), 0);
	assert_int_equal(content.kind, KERNEL_OTHER);
	kernel_content__free(&content);
	/* Compressed, and cut off. */
	log_begin();
	size = pack(archive_write_add_filter_gzip, kernel, image) - 4;
	assert_int_equal(kernel_content__find("it", range(image, size - 9), &content), -EINVAL);
	assert_logs("cannot unpack it: it is compressed, and damaged");
}

/* Headers that lead outside the file. */
static void test_hostile_headers(void **unused)
{
	static const uint32_t numbers[] = { 0, 1, 511, 65535, 0x7fffffff, UINT32_MAX };
	struct kernel_content content;
	struct unpacked unpacked;
	size_t whole = make_compressed(inner); /* once, as it takes long */

	(void)unused;
	for (size_t at = 0; at < 0x260; at += 2)
		for (size_t i = 0; i < COUNT_OF(numbers); i++) {
			size_t size =
				at % 4 ? whole : make_efi(".linux", "MZ no kernel", 12, 12, image);
			char *exact;

			if (at % 4)
				memcpy(image, inner, whole);
			put_number(image + at, numbers[i]);
			/* On the heap, where sanitizers know the end. */
			exact = malloc(size);
			assert_non_null(exact);
			memcpy(exact, image, size);
			log_begin();
			if (!kernel_content__find("it", range(exact, size), &content)) {
				kernel_content__unpack(&content, &unpacked);
				free(unpacked.bytes);
				kernel_content__free(&content);
			}
			free(exact);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_has_its_mark),
		cmocka_unit_test(test_which_architecture),
		cmocka_unit_test(test_an_image_in_others),
		cmocka_unit_test(test_what_holds_none),
		cmocka_unit_test(test_hostile_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
