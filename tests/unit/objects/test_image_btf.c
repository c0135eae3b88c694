// SPDX-License-Identifier: GPL-2.0-or-later
/* Images that are made here; the kernels' own are read by tests/kernel/. */
#include "tests/unit/images.h"

#include <elf.h>
#include <linux/btf.h>

#include "bench/objects/image_btf.h"

#define TYPES_SIZE 36
#define BTF_SIZE   (sizeof(struct btf_header) + TYPES_SIZE + 5)

static const struct btf_header good_header = {
	.magic = BTF_MAGIC,
	.version = BTF_VERSION,
	.hdr_len = sizeof(struct btf_header),
	.type_len = TYPES_SIZE,
	.str_off = TYPES_SIZE,
	.str_len = 5,
};

static void put_btf(char *at, const struct btf_header *header)
{
	memcpy(at, header, sizeof(*header));
	memset(at + sizeof(*header), 7, TYPES_SIZE);
	memcpy(at + sizeof(*header) + TYPES_SIZE, "\0int", 5);
}

static int read_image(const void *bytes, size_t size)
{
	char expected[BTF_SIZE];
	void *btf = NULL;
	size_t btf_size = 0;
	int err;

	put_btf(expected, &good_header);
	log_begin();
	err = image_btf__read("vmlinuz", bytes, size, &btf, &btf_size);
	if (!err) {
		assert_int_equal(btf_size, BTF_SIZE);
		assert_memory_equal(btf, expected, BTF_SIZE);
		free(btf);
	}
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	return err;
}

/* An ELF file whose second section is called .BTF. */
static void make_vmlinux(char image[IMAGE_SIZE])
{
	static const char names[] = "\0.BTF\0.names";
	const Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_ehsize = sizeof(header),
		.e_shoff = 128,
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = 3,
		.e_shstrndx = 2,
	};
	const Elf64_Shdr sections[3] = {
		[1] = { .sh_name = 1,
			.sh_type = SHT_PROGBITS,
			.sh_offset = 1001,
			.sh_size = BTF_SIZE },
		[2] = { .sh_name = 6,
			.sh_type = SHT_STRTAB,
			.sh_offset = 2000,
			.sh_size = sizeof(names) },
	};

	memset(image, 0, IMAGE_SIZE);
	memcpy(image, &header, sizeof(header));
	memcpy(image + header.e_shoff, sections, sizeof(sections));
	put_btf(image + 1001, &good_header);
	memcpy(image + 2000, names, sizeof(names));
}

static int (*const filters[])(struct archive *) = {
	archive_write_add_filter_gzip,	archive_write_add_filter_xz,
	archive_write_add_filter_zstd,	archive_write_add_filter_lzma,
	archive_write_add_filter_bzip2, archive_write_add_filter_lz4,
};

static void test_a_bzimage_is_unpacked(void **unused)
{
	static char vmlinux[IMAGE_SIZE], payload[IMAGE_SIZE + 4], image[2 * IMAGE_SIZE];

	(void)unused;
	make_vmlinux(vmlinux);
	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		size_t size = pack(filters[i], vmlinux, payload);

		/* gzip has the size itself. */
		size = make_bzimage(payload, i ? size : size - 4, image);
		assert_int_equal(read_image(image, size), 0);
		assert_int_equal(read_image(image, size), 0);
		/* Its payload is not whole. */
		assert_true(read_image(image, size - 5) < 0);
	}
}

static void test_other_images_are_unpacked(void **unused)
{
	static char vmlinux[IMAGE_SIZE], payload[IMAGE_SIZE + 4], image[2 * IMAGE_SIZE];
	char btf[BTF_SIZE];
	size_t size;

	(void)unused;
	put_btf(btf, &good_header);
	assert_int_equal(read_image(btf, sizeof(btf)), 0);
	make_vmlinux(vmlinux);
	assert_int_equal(read_image(vmlinux, sizeof(vmlinux)), 0);
	/* arm64's Image has no sections, but something that looks like BTF before it. */
	memset(vmlinux, 0, sizeof(vmlinux));
	put_number(vmlinux + 400, BTF_MAGIC | BTF_VERSION << 16);
	put_btf(vmlinux + 4000, &good_header);
	assert_int_equal(read_image(vmlinux, sizeof(vmlinux)), 0);
	size = pack(archive_write_add_filter_zstd, vmlinux, payload) - 4;
	assert_int_equal(read_image(payload, size), 0);
	put_number(image, 0x5a4d);	   /* MZ */
	put_number(image + 4, 0x676d697a); /* zimg */
	put_number(image + 8, 64);
	put_number(image + 12, (uint32_t)size);
	memcpy(image + 64, payload, size);
	assert_int_equal(read_image(image, 64 + size), 0);
}

static void test_what_has_none_is_named(void **unused)
{
	static char vmlinux[IMAGE_SIZE], payload[IMAGE_SIZE + 4], image[2 * IMAGE_SIZE];
	size_t size;

	(void)unused;
	make_vmlinux(vmlinux);
	memset(vmlinux + 1001, 0, BTF_SIZE);
	assert_int_equal(read_image(vmlinux, sizeof(vmlinux)), -ENODATA);
	assert_logs("vmlinuz has no BTF");
	size = pack(archive_write_add_filter_xz, vmlinux, payload);
	assert_int_equal(read_image(image, make_bzimage(payload, size, image)), -ENODATA);
	assert_logs("CONFIG_DEBUG_INFO_BTF");
	assert_int_equal(read_image("#!/bin/sh\n", 10), -ENOTSUP);
	assert_logs("vmlinuz is no kernel image");
	size = make_bzimage("LZO is not known here", 21, image);
	assert_int_equal(read_image(image, size), -ENOTSUP);
}

/* How many bytes of BTF there are by this header; 0 if it is refused. */
static size_t size_by(const struct btf_header *header)
{
	char *btf = malloc(BTF_SIZE);
	size_t size = 0;
	void *found;

	assert_non_null(btf);
	put_btf(btf, header);
	log_begin();
	if (!image_btf__read("x", btf, BTF_SIZE, &found, &size))
		free(found);
	free(btf);
	return size;
}

/* Lengths that reach beyond the bytes are not followed. */
static void test_hostile_lengths_are_refused(void **unused)
{
	static const uint32_t numbers[] = { 0, 1, 23, 64, UINT32_MAX - 23, UINT32_MAX };
	struct btf_header header = good_header;

	(void)unused;
	assert_int_equal(size_by(&header), BTF_SIZE);
	for (size_t i = 4; i < sizeof(header); i += 4)
		for (size_t j = 0; j < COUNT_OF(numbers); j++) {
			header = good_header;
			memcpy((char *)&header + i, &numbers[j], 4);
			assert_in_range(size_by(&header), 0, BTF_SIZE);
		}
	header = good_header;
	header.str_len++;
	assert_int_equal(size_by(&header), 0);
	header.hdr_len = UINT32_MAX;
	assert_int_equal(size_by(&header), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_bzimage_is_unpacked),
		cmocka_unit_test(test_other_images_are_unpacked),
		cmocka_unit_test(test_what_has_none_is_named),
		cmocka_unit_test(test_hostile_lengths_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
