// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <elf.h>

#include "bench/objects/bpf_elf.h"
#include "bench/objects/twin.h"

static struct bpf_elf elf;

/* An object with two sections, of two programs and one; the caller frees it. */
static char *make_object(size_t *size)
{
	static const struct bpf_elf made = {
		.n = 3,
		.programs = { { "first", "fentry/do_unlinkat", 1, 0 },
			      { "second", "fentry/do_unlinkat", 1, 16 },
			      { "third", "?kprobe/do_unlinkat", 2, 0 } },
	};
	static const struct twin_maps no_maps;
	void *bytes;

	assert_int_equal(twin__make(&made, &no_maps, &bytes, size), 0);
	return bytes;
}

static int read_object(const void *bytes, size_t size)
{
	int err;

	log_begin();
	err = bpf_elf__read("a.o", bytes, size, &elf);
	assert_int_equal(caught.n[LOG_ERROR], err ? 1 : 0);
	return err;
}

static void test_programs_are_found(void **unused)
{
	size_t size;
	char *bytes = make_object(&size);

	(void)unused;
	assert_true(bpf_elf__is_elf(bytes, size));
	assert_int_equal(read_object(bytes, size), 0);
	assert_int_equal(elf.n, 3);
	assert_string_equal(elf.programs[0].name, "first");
	assert_string_equal(elf.programs[1].name, "second");
	assert_string_equal(elf.programs[1].section, "fentry/do_unlinkat");
	assert_int_equal(elf.programs[1].offset, 16);
	assert_string_equal(elf.programs[2].section, "?kprobe/do_unlinkat");
	assert_false(elf.has_btf);
	free(bytes);
}

/* Sets `n` bytes of the object to a number, and requires that it is refused in these words. */
static void refuse(size_t offset, size_t n, uint64_t number, const char *message)
{
	size_t size;
	char *bytes = make_object(&size);

	memcpy(bytes + offset, &number, n);
	assert_int_equal(read_object(bytes, size), -EINVAL);
	assert_logs(message);
	free(bytes);
}

#define ELF_FIELD(member) offsetof(Elf64_Ehdr, member), sizeof(((Elf64_Ehdr *)NULL)->member)

static void test_what_is_for_other_machines_is_named(void **unused)
{
	(void)unused;
	refuse(ELF_FIELD(e_machine), EM_X86_64, "a.o is an object for x86-64, not for BPF");
	refuse(ELF_FIELD(e_machine), EM_AARCH64, "for arm64, not for BPF");
	refuse(ELF_FIELD(e_machine), 0x7777, "for another machine, not for BPF");
	refuse(ELF_FIELD(e_type), ET_EXEC, "but not an object");
	refuse(EI_DATA, 1, ELFDATA2MSB, "");
	refuse(EI_CLASS, 1, ELFCLASS32, "");
}

/* The header of the i-th section. */
static size_t header_of(const char *bytes, size_t i, size_t member)
{
	Elf64_Ehdr header;

	memcpy(&header, bytes, sizeof(header));
	return header.e_shoff + i * sizeof(Elf64_Shdr) + member;
}

static void test_sections_are_within_the_file(void **unused)
{
	size_t size, offset, n;
	char *bytes = make_object(&size);

	(void)unused;
	offset = header_of(bytes, 1, offsetof(Elf64_Shdr, sh_offset));
	n = header_of(bytes, 1, offsetof(Elf64_Shdr, sh_size));
	free(bytes);
	refuse(offset, 8, size + 1, "beyond the file's end");
	refuse(offset, 8, UINT64_MAX - 7, "beyond the file's end");
	refuse(n, 8, UINT64_MAX, "beyond the file's end");
	/* The second program is no longer in it. */
	refuse(n, 8, 16, "a program is not in its section");
}

/* An object cut anywhere is refused, and not read beyond its end, as a sanitizer would see. */
static void test_the_whole_is_needed(void **unused)
{
	size_t size;
	char *bytes = make_object(&size);

	(void)unused;
	for (size_t n = 1; n < size; n++) {
		char *cut = malloc(n);

		assert_non_null(cut);
		memcpy(cut, bytes, n);
		assert_int_equal(read_object(cut, n), -EINVAL);
		free(cut);
	}
	free(bytes);
}

/* Any byte may be anything: what it then is must be read within its bounds. */
static void test_changed_bytes_do_no_harm(void **unused)
{
	size_t size;
	char *bytes = make_object(&size);

	(void)unused;
	for (size_t i = 0; i < size; i++)
		for (unsigned int bit = 0; bit < 8; bit++) {
			bytes[i] ^= (char)(1U << bit);
			if (!read_object(bytes, size))
				assert_in_range(elf.n, 1, 3);
			bytes[i] ^= (char)(1U << bit);
		}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_programs_are_found),
		cmocka_unit_test(test_what_is_for_other_machines_is_named),
		cmocka_unit_test(test_sections_are_within_the_file),
		cmocka_unit_test(test_the_whole_is_needed),
		cmocka_unit_test(test_changed_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
