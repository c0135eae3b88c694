// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs of the compiler, and files that are none. */
#include "tests/unit/elf_support.h"

#include "bench/elf/code_file.h"

static void assert_refused(const char *path, int err, const char *why)
{
	struct code_file file;
	char problem[256];

	assert_int_equal(code_file__open(&file, path, problem, sizeof(problem)), err);
	if (!strstr(problem, why))
		fail_msg("\"%s\" has no \"%s\"", problem, why);
	assert_null(file.elf);
	assert_int_equal(file.fd, -1);
}

static void test_no_program(void **unused)
{
	(void)unused;
	write_text_file("text", "no program");
	write_text_file("empty", "");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	write_program();
	compile("-c -o object.o program.c");
	assert_refused("text", -ENOEXEC, "it is no ELF file");
	assert_refused("empty", -ENOEXEC, "it is no ELF file");
	assert_refused("missing", -ENOENT, "there is no such file");
	assert_refused(".", -ENOEXEC, "it is a folder");
	assert_refused("pipe", -ENOEXEC, "it is a pipe, and no program or library");
	assert_refused("/dev/zero", -ENOEXEC, "it is a device");
	assert_refused("object.o", -ENOEXEC, "it is an object file");
}

static void test_may_not_be_read(void **unused)
{
	(void)unused;
	if (!geteuid())
		skip_because("root may read any file");
	write_text_file("secret", "");
	assert_int_equal(chmod("secret", 0100), 0);
	assert_refused("secret", -EACCES, "it may not be read");
}

static void patch(const char *path, off_t at, unsigned char byte)
{
	int fd = open(path, O_WRONLY);

	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

static unsigned char read_byte(const char *path, off_t at)
{
	int fd = open(path, O_RDONLY);
	unsigned char byte = 0;

	assert_int_equal(pread(fd, &byte, 1, at), 1);
	close(fd);
	return byte;
}

/* Each byte of the first page changed, and lengths: never worse than refused. */
static void test_damaged(void **unused)
{
	struct code_file file;
	char problem[256];
	struct stat st;

	(void)unused;
	write_program();
	compile("-O1 -o program program.c other.c");
	assert_int_equal(stat("program", &st), 0);
	for (off_t at = 4; at < 1024; at++) {
		unsigned char byte = read_byte("program", at);

		patch("program", at, (unsigned char)~byte);
		if (!code_file__open(&file, "program", problem, sizeof(problem)))
			code_file__close(&file);
		patch("program", at, byte);
	}
	for (off_t size = st.st_size - 1; size; size /= 2) {
		assert_int_equal(truncate("program", size), 0);
		if (!code_file__open(&file, "program", problem, sizeof(problem)))
			code_file__close(&file);
		else
			assert_true(problem[0]);
	}
	assert_refused("program", -ENOEXEC, "it is no ELF file");
}

static void test_of_32_bits(void **unused)
{
	(void)unused;
	write_program();
	compile("-O1 -o program program.c other.c");
	patch("program", 4, 1);
	assert_refused("program", -ENOTSUP, "it is for 32 bits");
}

/* In a program that is not moved, addresses are not offsets. */
static void test_offsets(void **unused)
{
	static const char *const how[] = { "-no-pie", "-pie", "-static" };
	char words[128], problem[256];
	struct code_file file;

	(void)unused;
	write_program();
	for (size_t i = 0; i < COUNT_OF(how); i++) {
		uint64_t address, offset = 0, back = 0;

		snprintf(words, sizeof(words), "-O1 %s -o program program.c other.c", how[i]);
		compile(words);
		address = address_of("program", "work_here");
		assert_int_equal(code_file__open(&file, "program", problem, sizeof(problem)), 0);
		assert_true(file.n_segments);
		assert_true(file.entry);
		assert_true(code_file__offset(&file, address, &offset));
		assert_true(code_file__address(&file, offset, &back));
		assert_true(back == address);
		assert_int_equal(offset != address, i != 1);
		assert_false(code_file__offset(&file, address_of("program", "variable"), &offset));
		assert_false(code_file__offset(&file, UINT64_MAX, &offset));
		assert_false(code_file__address(&file, UINT64_MAX, &offset));
		code_file__close(&file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_program), cmocka_unit_test(test_may_not_be_read),
		cmocka_unit_test(test_damaged),	   cmocka_unit_test(test_of_32_bits),
		cmocka_unit_test(test_offsets),
	};

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
