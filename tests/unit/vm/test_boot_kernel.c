// SPDX-License-Identifier: GPL-2.0-or-later
/* Which form of a kernel QEMU gets. That real ones start by it: tests/kernel/images.bats. */
#include "tests/unit/images.h"

#include <elf.h>

#include "bench/vm/boot_kernel.h"
#include "bench/vm/cache_file.h"

static char image[2 * IMAGE_SIZE], vmlinux[IMAGE_SIZE], payload[IMAGE_SIZE + 4];

static void make_elf(unsigned int machine, uint32_t note_type)
{
	const Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = (Elf64_Half)machine,
		.e_version = EV_CURRENT,
		.e_ehsize = sizeof(header),
		.e_phoff = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = 1,
	};
	const Elf64_Phdr part = {
		.p_type = PT_NOTE, .p_offset = 256, .p_filesz = 20, .p_align = 4
	};
	const Elf64_Nhdr note = { .n_namesz = 4, .n_descsz = 4, .n_type = note_type };

	memset(vmlinux, 0, sizeof(vmlinux));
	memcpy(vmlinux, &header, sizeof(header));
	memcpy(vmlinux + sizeof(header), &part, sizeof(part));
	memcpy(vmlinux + 256, &note, sizeof(note));
	memcpy(vmlinux + 256 + sizeof(note), "Xen", 4);
}

static void write_bytes(const char *bytes, size_t size)
{
	FILE *file = fopen("image", "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void write_bzimage(void)
{
	write_bytes(
		image,
		make_bzimage(payload, pack(archive_write_add_filter_xz, vmlinux, payload), image));
}

/* Opens it; what QEMU would read must be `bytes`, from memory unless it is the file itself. */
static void assert_starts(bool is_elf, const char *bytes, bool is_file)
{
	struct boot_kernel kernel;
	static char read_back[2 * IMAGE_SIZE];
	FILE *file;

	log_begin();
	assert_int_equal(boot_kernel__check("image"), 0);
	assert_int_equal(boot_kernel__open("image", &kernel), 0);
	assert_int_equal(kernel.is_elf, is_elf);
	if (is_file)
		assert_string_equal(kernel.path, "image");
	assert_int_equal(kernel.fd >= 0, !is_file);
	file = fopen(kernel.path, "re");
	assert_non_null(file);
	assert_true(fread(read_back, 1, sizeof(read_back), file) > 0);
	assert_memory_equal(read_back, bytes, 200);
	fclose(file);
	boot_kernel__close(&kernel);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

static void assert_still_packed(bool expected)
{
	struct boot_kernel kernel;

	assert_int_equal(boot_kernel__open("image", &kernel), 0);
	assert_int_equal(kernel.is_still_packed, expected);
	boot_kernel__close(&kernel);
}

static void test_a_bzimage_is_unpacked_and_kept(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	make_elf(EM_X86_64, 18);
	write_bzimage();
	assert_starts(true, vmlinux, false);
	assert_int_equal(count_entries("hookbench/unpacked"), 1);
	assert_starts(true, vmlinux, false);
	assert_int_equal(count_entries("hookbench/unpacked"), 1);
	/* Without a cache, each time. */
	assert_int_equal(chmod("hookbench/unpacked", 0777), 0);
	assert_starts(true, vmlinux, false);
}

/* Replaces what is behind the first line of the only file in the folder. */
static void replace_cached(const char *folder, const char *bytes)
{
	char path[PATH_MAX], header[1024];
	struct dirent *entry;
	DIR *open = opendir(folder);
	FILE *file;

	assert_non_null(open);
	while ((entry = readdir(open)) && entry->d_name[0] == '.')
		;
	assert_non_null(entry);
	snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
	closedir(open);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(header, sizeof(header), file));
	fclose(file);
	assert_int_equal(cache_file__write(path, header, bytes, strlen(bytes)), 0);
}

static void test_something_else_in_the_cache_is_replaced(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	make_elf(EM_X86_64, 18);
	write_bzimage();
	assert_starts(true, vmlinux, false);
	replace_cached("hookbench/unpacked", "\177ELF, but nothing more");
	assert_starts(true, vmlinux, false);
	replace_cached("hookbench/unpacked", "something else");
	assert_starts(true, vmlinux, false);
}

static void test_a_bzimage_that_must_start_itself(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	/* No such note; for another machine; not compressed in a known way. */
	make_elf(EM_X86_64, 17);
	write_bzimage();
	assert_starts(false, image, true);
	make_elf(EM_AARCH64, 18);
	write_bzimage();
	assert_starts(false, image, true);
	assert_still_packed(false);
	write_bytes(image, make_bzimage("LZO is not known here", 21, image));
	assert_starts(false, image, true);
	assert_still_packed(true);
	assert_false(exists("hookbench/unpacked/x"));
}

static void test_vmlinux(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	make_elf(EM_X86_64, 18);
	write_bytes(vmlinux, sizeof(vmlinux));
	assert_starts(true, vmlinux, true);
	/* Compressed as a whole, and in a unified kernel image. */
	write_bytes(payload, pack(archive_write_add_filter_gzip, vmlinux, payload) - 4);
	assert_starts(true, vmlinux, false);
	write_bytes(image, make_efi(".linux", vmlinux, sizeof(vmlinux), sizeof(vmlinux), image));
	assert_starts(true, vmlinux, false);
}

static void assert_refused(const char *bytes, size_t size, const char *why)
{
	struct boot_kernel kernel;

	write_bytes(bytes, size);
	log_begin();
	assert_int_equal(boot_kernel__open("image", &kernel), -ENOEXEC);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs(why);
	assert_int_equal(kernel.fd, -1);
}

static void test_what_cannot_be_started(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	make_elf(EM_X86_64, 17);
	assert_refused(vmlinux, sizeof(vmlinux), "it has no PVH note");
	make_elf(EM_AARCH64, 18);
	assert_refused(vmlinux, sizeof(vmlinux), "for another architecture");
	assert_refused("\177ELF", 4, "for another architecture");
	memset(image, 0, 100);
	memcpy(image + 0x38, "RSC\x05", 4);
	assert_refused(image, 100, "is a kernel for riscv64");
	memcpy(image, "MZ\0\0zimg", 8);
	memset(image + 0x38, 0, 4);
	assert_refused(image, 100, "an EFI zboot image");
	assert_refused(image, make_efi(".text", "code", 4, 4, image), "no section .linux");
	assert_refused("#!/bin/sh\n", 10, "is not a kernel image");
	write_bytes("#!/bin/sh\n", 10);
	assert_int_equal(boot_kernel__check("image"), -ENOEXEC);
	assert_int_equal(unlink("image"), 0);
	assert_int_equal(boot_kernel__check("image"), -ENOENT);
	assert_logs("cannot read the kernel image image");
}

/* ---- arm64 ---- */

static void make_arm64_image(char *to)
{
	memset(to, 'k', IMAGE_SIZE);
	memset(to, 0, 64);
	memcpy(to + 0x38, "ARM\x64", 4);
}

static void test_an_image_of_arm64_starts_as_it_is(void **state)
{
	const struct guest_arch *arch;

	setenv("XDG_CACHE_HOME", *state, 1);
	make_arm64_image(image);
	write_bytes(image, IMAGE_SIZE);
	assert_starts(false, image, true);
	assert_int_equal(boot_kernel__arch("image", &arch), 0);
	assert_string_equal(arch->name, "arm64");
	/* Packed, it is unpacked. */
	write_bytes(payload, pack(archive_write_add_filter_gzip, image, payload) - 4);
	assert_starts(false, image, false);
	assert_int_equal(boot_kernel__arch("image", &arch), 0);
	assert_string_equal(arch->name, "arm64");
	/* Big-endian. */
	image[24] = 1;
	assert_refused(image, IMAGE_SIZE, "image is a big-endian kernel for arm64");
}

static void test_a_zboot_image_holds_an_image(void **state)
{
	const struct guest_arch *arch;
	size_t size;

	setenv("XDG_CACHE_HOME", *state, 1);
	make_arm64_image(image);
	size = pack(archive_write_add_filter_gzip, image, payload) - 4;
	memset(vmlinux, 0, 256);
	memcpy(vmlinux, "MZ\0\0zimg", 8);
	put_number(vmlinux + 8, 256);
	put_number(vmlinux + 12, (uint32_t)size);
	put_number(vmlinux + 0x3c, 0x80);
	memcpy(vmlinux + 0x80, "PE\0\0\x64\xaa", 6);
	memcpy(vmlinux + 256, payload, size);
	write_bytes(vmlinux, 256 + size);
	assert_starts(false, image, false);
	assert_int_equal(boot_kernel__arch("image", &arch), 0);
	assert_string_equal(arch->name, "arm64");
	/* Cut off: what says that it is for arm64 is still there. */
	assert_refused(vmlinux, 256 + size / 2, "image is a damaged kernel");
}

/* Two parts with a gap, as vmlinux has, become an Image as the kernel's build makes it. */
static void test_vmlinux_of_arm64_becomes_an_image(void **state)
{
	const Elf64_Phdr parts[] = {
		{ .p_type = PT_LOAD, .p_offset = 512, .p_filesz = 1024, .p_paddr = 0x80000000 },
		{ .p_type = PT_LOAD, .p_offset = 1536, .p_filesz = 512, .p_paddr = 0x80001000 },
	};
	const struct guest_arch *arch;

	setenv("XDG_CACHE_HOME", *state, 1);
	make_elf(EM_AARCH64, 0);
	((Elf64_Ehdr *)(void *)vmlinux)->e_phnum = 2;
	memcpy(vmlinux + sizeof(Elf64_Ehdr), parts, sizeof(parts));
	make_arm64_image(image);
	memcpy(vmlinux + 512, image, 1024);
	memset(vmlinux + 1536, 'd', 512);
	memset(image + 1024, 0, IMAGE_SIZE - 1024);
	memset(image + 0x1000, 'd', 512);
	write_bytes(vmlinux, 2048);
	assert_int_equal(boot_kernel__arch("image", &arch), 0);
	assert_string_equal(arch->name, "arm64");
	assert_starts(false, image, false);
	/* Nothing in it that is loaded. */
	((Elf64_Ehdr *)(void *)vmlinux)->e_phnum = 0;
	assert_refused(vmlinux, 2048, "image is no kernel");
}

/* What was made for QEMU is itself a kernel that it starts. */
static void assert_is_kernel(struct boot_kernel *kernel, bool is_elf)
{
	char bytes[4096];
	FILE *file = fopen(kernel->path, "re");
	size_t size;

	assert_non_null(file);
	size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	boot_kernel__close(kernel);
	write_bytes(bytes, size);
	assert_starts(is_elf, bytes, true);
}

/* What a guest that continues has: an empty kernel of the same form, or the image itself. */
static void test_what_stands_in_for_a_kernel(void **state)
{
	struct boot_kernel kernel;

	setenv("XDG_CACHE_HOME", *state, 1);
	assert_int_equal(boot_kernel__stand_in("vmlinuz", &guest_archs[0], false, &kernel), 0);
	assert_string_equal(kernel.path, "vmlinuz");
	assert_int_equal(kernel.fd, -1);
	assert_int_equal(boot_kernel__stand_in("vmlinuz", &guest_archs[0], true, &kernel), 0);
	assert_is_kernel(&kernel, true);
	assert_int_equal(
		boot_kernel__stand_in("vmlinuz", guest_arch__find("arm64"), false, &kernel), 0);
	assert_is_kernel(&kernel, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_bzimage_is_unpacked_and_kept),
		folder_test(test_something_else_in_the_cache_is_replaced),
		folder_test(test_a_bzimage_that_must_start_itself),
		folder_test(test_vmlinux),
		folder_test(test_what_cannot_be_started),
		folder_test(test_an_image_of_arm64_starts_as_it_is),
		folder_test(test_a_zboot_image_holds_an_image),
		folder_test(test_vmlinux_of_arm64_becomes_an_image),
		folder_test(test_what_stands_in_for_a_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
