// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <elf.h>

#include "bench/kernel/kernel_memory.h"

#define FIRST  UINT64_C(0xffffffff81000000)
#define SECOND UINT64_C(0xffffffffffffff00) /* up to the end of all addresses */

static char path[] = "/tmp/test-kernel-memory-XXXXXX";
static char bytes[16];

struct core {
	Elf64_Ehdr header;
	Elf64_Phdr parts[3];
	char content[32];
};

static void write_core(size_t size)
{
	struct core core = {
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64 },
			    .e_phoff = offsetof(struct core, parts),
			    .e_phnum = 3 },
		.parts = { { .p_type = PT_NOTE, .p_vaddr = FIRST, .p_memsz = 4096 },
			   { .p_type = PT_LOAD,
			     .p_vaddr = SECOND,
			     .p_memsz = 256,
			     .p_offset = offsetof(struct core, content) + 16 },
			   { .p_type = PT_LOAD,
			     .p_vaddr = FIRST,
			     .p_memsz = 4096,
			     .p_offset = offsetof(struct core, content) } },
		.content = "0123456789abcdefghijklmnopqrstu",
	};
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(&core, 1, size, file), size);
	fclose(file);
}

static int make_core(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd);
}

static int remove_core(void **state)
{
	(void)state;
	return unlink(path);
}

static void test_read(void **state)
{
	(void)state;
	write_core(sizeof(struct core));
	assert_int_equal(kernel_memory__read(path, FIRST + 3, bytes, 4), 0);
	assert_memory_equal(bytes, "3456", 4);
	assert_int_equal(kernel_memory__read(path, SECOND, bytes, 3), 0);
	assert_memory_equal(bytes, "ghi", 3);
}

static void test_missing(void **state)
{
	(void)state;
	write_core(sizeof(struct core));
	assert_int_equal(kernel_memory__read(path, FIRST - 1, bytes, 4), -EFAULT);
	assert_int_equal(kernel_memory__read(path, FIRST + 4094, bytes, 4), -EFAULT);
	assert_int_equal(kernel_memory__read(path, UINT64_MAX, bytes, 4), -EFAULT);
	/* The file ends before. */
	assert_int_equal(kernel_memory__read(path, FIRST + 31, bytes, 4), -EFAULT);
	write_core(sizeof(Elf64_Ehdr) + 8);
	assert_int_equal(kernel_memory__read(path, FIRST, bytes, 4), -EFAULT);
	write_core(0);
	assert_int_equal(kernel_memory__read(path, FIRST, bytes, 4), -EFAULT);
	assert_int_equal(kernel_memory__read("/no/such/file", FIRST, bytes, 4), -ENOENT);
	assert_int_equal(kernel_memory__read(SOURCE_FOLDER "/README.md", FIRST, bytes, 4),
			 -ENOEXEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, make_core, remove_core);
}
