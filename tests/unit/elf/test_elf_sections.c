// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <gelf.h>
#include <libelf.h>
#include <sys/sendfile.h>
#include <time.h>

#include "bench/elf/code_file.h"
#include "bench/elf/elf_sections.h"

/* A program that has all kinds of sections. */
static void copy_own(const char *path)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC),
	    to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	struct stat st;

	assert_int_equal(fstat(from, &st), 0);
	for (off_t done = 0; done < st.st_size;) {
		ssize_t n = sendfile(to, from, &done, (size_t)(st.st_size - done));

		assert_true(n > 0);
	}
	close(from);
	close(to);
}

/* Makes the first section of that type say that it has so many bytes, which the file has, as a
 * hole. False: it has none of that type. */
static bool resize(const char *path, GElf_Word type, uint64_t size)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool found = false;
	Elf64_Ehdr ehdr;
	Elf64_Shdr header;

	assert_int_equal(pread(fd, &ehdr, sizeof(ehdr), 0), sizeof(ehdr));
	for (unsigned int i = 1; i < ehdr.e_shnum && !found; i++) {
		off_t at = (off_t)(ehdr.e_shoff + i * sizeof(header));

		assert_int_equal(pread(fd, &header, sizeof(header), at), sizeof(header));
		if (header.sh_type != type)
			continue;
		header.sh_size = size;
		assert_int_equal(pwrite(fd, &header, sizeof(header), at), sizeof(header));
		found = true;
	}
	assert_int_equal(ftruncate(fd, (off_t)9 << 30), 0);
	close(fd);
	return found;
}

static void test_sections_of_any_size_are_not_read(void **state)
{
	static const struct {
		GElf_Word type;
		uint64_t most;
	} types[] = {
		{ SHT_STRTAB, 512 }, { SHT_SYMTAB, 512 },    { SHT_DYNSYM, 512 },
		{ SHT_NOTE, 16 },    { SHT_GNU_versym, 16 },
	};
	const clock_t begin = clock();
	struct code_file file;
	char problem[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		copy_own("program");
		if (!resize("program", types[i].type, (types[i].most << 20) + 1))
			continue; /* a stripped or static build of the tests */
		assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)),
				 -EFBIG);
		assert_non_null(strstr(problem, "it is too large: section "));
		assert_true(resize("program", types[i].type, UINT64_C(8) << 30));
		assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)),
				 -EFBIG);
		assert_non_null(strstr(problem, "says that it has 8192 MiB"));
	}
	assert_true(clock() - begin < 2 * CLOCKS_PER_SEC);
}

static void test_a_program_is_read(void **state)
{
	struct code_file file;
	char problem[256] = "";

	(void)state;
	copy_own("program");
	assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)), 0);
	assert_true(elf_sections__are_bounded(file.elf, problem, sizeof(problem)));
	assert_string_equal(problem, "");
	code_file__close(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_sections_of_any_size_are_not_read),
		folder_test(test_a_program_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
