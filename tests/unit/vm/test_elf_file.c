// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs of this machine, and made-up ELF files: what is wrong with those must do no harm. */
#include "tests/unit/support.h"

#include <elf.h>

#include "bench/vm/elf_file.h"

enum { SECTION_NONE, SECTION_STRINGS, SECTION_DYNAMIC, N_SECTIONS };

struct image {
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	Elf64_Shdr sections[N_SECTIONS];
	Elf64_Dyn dynamic[8];
	char strings[256];
	size_t n_dynamic, strings_size;
};

static uint64_t add_string(struct image *image, const char *text)
{
	size_t at = image->strings_size;

	assert_true(at + strlen(text) < sizeof(image->strings));
	strcpy(image->strings + at, text);
	image->strings_size += strlen(text) + 1;
	return at;
}

static void add_entry(struct image *image, Elf64_Sxword tag, uint64_t value)
{
	image->dynamic[image->n_dynamic++] = (Elf64_Dyn){ .d_tag = tag, .d_un.d_val = value };
}

static void add_dynamic(struct image *image, Elf64_Sxword tag, const char *text)
{
	add_entry(image, tag, add_string(image, text));
}

/* A library of this machine that needs nothing. */
static void begin(struct image *image)
{
	*image = (struct image){
		.header = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
				     EV_CURRENT },
			.e_type = ET_DYN,
			.e_machine = (Elf64_Half)guest_arch__native()->elf_machine,
			.e_version = EV_CURRENT,
			.e_phoff = offsetof(struct image, segment),
			.e_shoff = offsetof(struct image, sections),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 1,
			.e_shentsize = sizeof(Elf64_Shdr),
			.e_shnum = N_SECTIONS,
			.e_shstrndx = SECTION_STRINGS,
		},
		.segment = { .p_type = PT_NULL },
		.sections = {
			[SECTION_STRINGS] = {
				.sh_type = SHT_STRTAB,
				.sh_offset = offsetof(struct image, strings),
				.sh_size = sizeof(image->strings),
				.sh_addralign = 1,
			},
			[SECTION_DYNAMIC] = {
				.sh_type = SHT_DYNAMIC,
				.sh_offset = offsetof(struct image, dynamic),
				.sh_size = sizeof(image->dynamic),
				.sh_link = SECTION_STRINGS,
				.sh_entsize = sizeof(Elf64_Dyn),
				.sh_addralign = 8,
			},
		},
		.strings_size = 1,
	};
}

static void write_image(const struct image *image, const char *path)
{
	FILE *file;

	make_file(path, "");
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(image, sizeof(*image), 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

static int read_image(const struct image *image, struct elf_file *file)
{
	write_image(image, "made");
	return elf_file__read("made", guest_arch__native(), file);
}

static void make_library(const char *path)
{
	struct image image;

	begin(&image);
	write_image(&image, path);
}

/* ---- reading ---- */

static bool needs(const struct elf_file *file, const char *name)
{
	for (size_t i = 0; i < file->n_needed; i++)
		if (!strcmp(file->needed[i], name))
			return true;
	return false;
}

static void test_this_program(void **state)
{
	struct elf_file file;

	(void)state;
	assert_int_equal(elf_file__read("/proc/self/exe", guest_arch__native(), &file), 0);
	assert_non_null(file.interpreter);
	assert_int_equal(access(file.interpreter, X_OK), 0);
	assert_true(needs(&file, "libc.so.6"));
	elf_file__free(&file);
	assert_null(file.needed);
	assert_null(file.interpreter);
}

static void test_what_it_needs(void **state)
{
	struct image image;
	struct elf_file file;

	(void)state;
	begin(&image);
	add_dynamic(&image, DT_NEEDED, "liba.so.1");
	add_dynamic(&image, DT_SONAME, "libself.so");
	add_dynamic(&image, DT_NEEDED, "/opt/libb.so");
	add_dynamic(&image, DT_RUNPATH, "/opt/lib:$ORIGIN");
	add_dynamic(&image, DT_NULL, "");
	add_dynamic(&image, DT_NEEDED, "behind-the-end.so");
	image.segment = (Elf64_Phdr){
		.p_type = PT_INTERP,
		.p_offset = offsetof(struct image, strings) + add_string(&image, "/lib/ld.so"),
		.p_filesz = sizeof("/lib/ld.so"),
	};
	assert_int_equal(read_image(&image, &file), 0);
	assert_int_equal(file.n_needed, 2);
	assert_string_equal(file.needed[0], "liba.so.1");
	assert_string_equal(file.needed[1], "/opt/libb.so");
	assert_string_equal(file.search, "/opt/lib:$ORIGIN");
	assert_string_equal(file.interpreter, "/lib/ld.so");
	elf_file__free(&file);
}

static void test_a_runpath_beats_an_rpath(void **state)
{
	static const Elf64_Sxword orders[][2] = { { DT_RUNPATH, DT_RPATH },
						  { DT_RPATH, DT_RUNPATH } };
	struct elf_file file;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		struct image image;

		begin(&image);
		for (size_t j = 0; j < 2; j++)
			add_dynamic(&image, orders[i][j],
				    orders[i][j] == DT_RUNPATH ? "/run" : "/r");
		assert_int_equal(read_image(&image, &file), 0);
		assert_string_equal(file.search, "/run");
		elf_file__free(&file);
	}
}

static void test_a_file_that_needs_nothing(void **state)
{
	struct image image;
	struct elf_file file;

	(void)state;
	begin(&image);
	image.header.e_type = ET_EXEC;
	assert_int_equal(read_image(&image, &file), 0);
	assert_int_equal(file.n_needed, 0);
	assert_null(file.interpreter);
	assert_null(file.search);
	elf_file__free(&file);
}

static void test_no_program_of_this_machine(void **state)
{
	struct image image;
	struct elf_file file;

	(void)state;
	assert_int_equal(elf_file__read("nowhere", guest_arch__native(), &file), -ENOENT);
	write_text_file("script", "#!/bin/sh\n");
	assert_int_equal(elf_file__read("script", guest_arch__native(), &file), -ENOEXEC);
	write_text_file("empty", "");
	assert_int_equal(elf_file__read("empty", guest_arch__native(), &file), -ENOEXEC);
	begin(&image);
	image.header.e_machine = EM_S390;
	assert_int_equal(read_image(&image, &file), -ENOTSUP);
	begin(&image);
	image.header.e_type = ET_REL;
	assert_int_equal(read_image(&image, &file), -ENOEXEC);
	assert_int_equal(truncate("made", sizeof(Elf64_Ehdr) / 2), 0);
	assert_int_equal(elf_file__read("made", guest_arch__native(), &file), -ENOEXEC);
}

static void test_a_name_that_is_nowhere(void **state)
{
	struct image image;
	struct elf_file file;

	(void)state;
	begin(&image);
	add_dynamic(&image, DT_NEEDED, "liba.so.1");
	add_entry(&image, DT_NEEDED, sizeof(image.strings) + 1);
	assert_int_equal(read_image(&image, &file), -ENOEXEC);
	assert_null(file.needed);
	begin(&image);
	add_dynamic(&image, DT_NEEDED, "liba.so.1");
	image.sections[SECTION_DYNAMIC].sh_link = N_SECTIONS;
	assert_int_equal(read_image(&image, &file), -ENOEXEC);
}

static void test_a_loader_outside_of_the_file(void **state)
{
	static const struct {
		uint64_t offset, size;
	} cases[] = {
		{ sizeof(struct image), 1 },
		{ sizeof(struct image) - 4, 5 },
		{ UINT64_MAX - 4, 8 },
		{ 0, UINT64_MAX },
	};
	struct elf_file file;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct image image;

		begin(&image);
		image.segment = (Elf64_Phdr){ .p_type = PT_INTERP,
					      .p_offset = cases[i].offset,
					      .p_filesz = cases[i].size };
		assert_int_equal(read_image(&image, &file), 0);
		assert_null(file.interpreter);
		elf_file__free(&file);
	}
}

/* Wherever it ends, and whatever byte is another: no crash, and nothing that is not freed. */
static void test_broken_files(void **state)
{
	struct image image;
	struct elf_file file;

	(void)state;
	begin(&image);
	add_dynamic(&image, DT_NEEDED, "liba.so.1");
	add_dynamic(&image, DT_RUNPATH, "/opt");
	for (size_t size = 0; size < sizeof(image); size += 8) {
		write_image(&image, "cut");
		assert_int_equal(truncate("cut", (off_t)size), 0);
		if (!elf_file__read("cut", guest_arch__native(), &file))
			elf_file__free(&file);
	}
	for (size_t i = 0; i < offsetof(struct image, strings); i++) {
		struct image broken = image;

		((unsigned char *)&broken)[i] ^= 0xff;
		if (!read_image(&broken, &file))
			elf_file__free(&file);
	}
}

/* ---- finding libraries ---- */

static void assert_found(const char *search, const char *name, const char *path)
{
	char copy[128];
	const struct elf_file file = { .arch = guest_arch__native(),
				       .search = search ? strcpy(copy, search) : NULL };
	char *found = elf_file__find_library(&file, "bin/program", name);

	if (!path)
		assert_null(found);
	else if (!found)
		fail_msg("%s is not found in %s", name, search ? search : "(none)");
	else
		assert_string_equal(found, path);
	free(found);
}

static void test_in_the_folders_that_it_names(void **state)
{
	(void)state;
	make_library("a/libtest-x.so");
	make_library("b/libtest-x.so");
	make_library("lib/libtest-y.so");
	assert_int_equal(mkdir("bin", 0755), 0);
	assert_found("a:b", "libtest-x.so", "a/libtest-x.so");
	assert_found("b:a", "libtest-x.so", "b/libtest-x.so");
	assert_found("nowhere::b:", "libtest-x.so", "b/libtest-x.so");
	assert_found("a:$ORIGIN/../lib", "libtest-y.so", "bin/../lib/libtest-y.so");
	assert_found("${ORIGIN}/../lib", "libtest-y.so", "bin/../lib/libtest-y.so");
	assert_found("a:b", "libtest-z.so", NULL);
	assert_found("", "libtest-x.so", NULL);
	assert_found(NULL, "libtest-x.so", NULL);
}

static void test_a_path(void **state)
{
	(void)state;
	make_library("a/libtest-x.so");
	assert_found(NULL, "a/libtest-x.so", "a/libtest-x.so");
	assert_found("a", "b/libtest-x.so", NULL);
}

static void test_of_another_machine(void **state)
{
	struct image image;

	(void)state;
	begin(&image);
	image.header.e_machine = EM_S390;
	write_image(&image, "a/libtest-x.so");
	make_file("b/libtest-x.so", "GROUP ( libtest-y.so )\n");
	make_library("c/libtest-x.so");
	assert_found("a:b:c", "libtest-x.so", "c/libtest-x.so");
	assert_found("a:b", "libtest-x.so", NULL);
}

static void test_of_the_system(void **state)
{
	const struct elf_file file = { .arch = guest_arch__native() };
	char *found = elf_file__find_library(&file, "/bin/true", "libc.so.6");

	(void)state;
	assert_non_null(found);
	assert_int_equal(access(found, R_OK), 0);
	assert_string_equal(strrchr(found, '/'), "/libc.so.6");
	free(found);
	/* The beginning of a name is no name. */
	assert_null(elf_file__find_library(&file, "/bin/true", "libc.so."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_this_program),
		folder_test(test_what_it_needs),
		folder_test(test_a_runpath_beats_an_rpath),
		folder_test(test_a_file_that_needs_nothing),
		folder_test(test_no_program_of_this_machine),
		folder_test(test_a_name_that_is_nowhere),
		folder_test(test_a_loader_outside_of_the_file),
		folder_test(test_broken_files),
		folder_test(test_in_the_folders_that_it_names),
		folder_test(test_a_path),
		folder_test(test_of_another_machine),
		folder_test(test_of_the_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
