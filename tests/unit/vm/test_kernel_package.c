// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/images.h"

#include "bench/vm/kernel_package.h"

static char package[1 << 20], data[1 << 20];

/* As dpkg-deb packs it. */
static size_t make_deb(const struct packed_file *files, size_t n)
{
	size_t size = make_archive(archive_write_set_format_ustar, archive_write_add_filter_zstd,
				   files, n, data, sizeof(data));
	const struct packed_file parts[] = { { "debian-binary", "2.0\n", 4, NULL },
					     { "control.tar.xz", "unread", 6, NULL },
					     { "data.tar.zst", data, size, NULL } };

	return make_archive(archive_write_set_format_ar_svr4, NULL, parts, 3, package,
			    sizeof(package));
}

/* The lead, two headers without entries, and the files. */
static size_t make_rpm(const struct packed_file *files, size_t n)
{
	size_t size = make_archive(archive_write_set_format_cpio_newc, archive_write_add_filter_xz,
				   files, n, data, sizeof(data));

	memset(package, 0, 128);
	memcpy(package, "\xed\xab\xee\xdb\x03", 5);
	memcpy(package + 78, "\0\5", 2); /* the signature's type */
	memcpy(package + 96, "\x8e\xad\xe8\x01", 4);
	memcpy(package + 112, "\x8e\xad\xe8\x01", 4);
	memcpy(package + 128, data, size);
	return 128 + size;
}

static int unpack(size_t size)
{
	struct byte_range file = { (uint8_t *)package, size };
	struct unpacked image;
	int err;

	log_begin();
	assert_true(kernel_package__is(file));
	err = kernel_package__unpack("it.deb", file, &image);
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	if (err)
		assert_null(image.bytes);
	else
		assert_memory_equal(image.bytes, "kernel", image.size);
	free(image.bytes);
	return err;
}

static size_t (*const makers[])(const struct packed_file *files, size_t n) = { make_deb, make_rpm };

static void test_where_distributions_put_it(void **unused)
{
	static const char *const paths[] = {
		"./boot/vmlinuz-6.12.1",
		"./lib/modules/6.12.1/vmlinuz",
		"./usr/lib/modules/6.12.1/vmlinuz",
		"usr/lib/modules/6.12.1/vmlinuz-virt.efi",
		"boot/vmlinux-6.12.1",
		"boot/Image-6.12.1",
	};

	(void)unused;
	for (size_t i = 0; i < 2 * COUNT_OF(paths); i++) {
		const struct packed_file files[] = {
			{ "./usr/share/doc/vmlinuz-notes", "other", 5, NULL },
			{ "./boot/System.map-6.12.1", "other", 5, NULL },
			{ "./boot/.vmlinuz-6.12.1.hmac", "other", 5, NULL },
			{ "./boot/vmlinuz-6.12.1.sig", "other", 5, NULL },
			{ "./boot/vmlinuz", "", 0, "vmlinuz-6.12.1" },
			{ paths[i / 2], "kernel", 6, NULL },
		};

		assert_int_equal(unpack(makers[i % 2](files, COUNT_OF(files))), 0);
	}
}

static void test_none_and_two(void **unused)
{
	static const struct packed_file files[] = {
		{ "./boot/config", "other", 5, NULL },
		{ "./boot/vmlinuz-1", "kernel", 6, NULL },
		{ "./lib/modules/1/vmlinuz", "kernel", 6, NULL },
		{ "./boot/vmlinuz-2", "another", 7, NULL },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(makers); i++) {
		assert_int_equal(unpack(makers[i](files, 1)), -ENOENT);
		assert_logs("it.deb has no kernel image in /boot or /lib/modules");
		/* The same in two places is one. */
		assert_int_equal(unpack(makers[i](files, 3)), 0);
		assert_int_equal(unpack(makers[i](files, 4)), -EINVAL);
		assert_logs("it.deb has 2 kernel images");
	}
}

static void test_damaged_packages(void **unused)
{
	static const struct packed_file files[] = { { "./boot/vmlinuz-1", "kernel", 6, NULL } };
	size_t size;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(makers); i++) {
		size = makers[i](files, 1);
		for (size_t part = 4; part > 1; part--) {
			assert_int_not_equal(unpack(size - size / part), 0);
			assert_logs("it.deb");
		}
	}
	make_deb(files, 1);
	assert_int_equal(unpack(24), -EINVAL);
	assert_false(kernel_package__is((struct byte_range){ (uint8_t *)"!<arch>\nx.o/", 12 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_distributions_put_it),
		cmocka_unit_test(test_none_and_two),
		cmocka_unit_test(test_damaged_packages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
