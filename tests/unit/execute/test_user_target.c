// SPDX-License-Identifier: GPL-2.0-or-later
/* --target FILE:FUNCTION, for programs of the compiler and for the machine's own. */
#include "tests/unit/elf_support.h"

#include <elf.h>

#include "bench/execute/user_target.h"

static struct target target;

static void assert_finds(const char *name, const char *symbol, const char *file)
{
	char path[PATH_MAX];

	log_begin();
	assert_int_equal(user_target__find(name, guest_arch__native(), &target), 0);
	assert_string_equal(target.symbol, symbol);
	assert_non_null(realpath(file, path));
	assert_string_equal(target.file, path);
	assert_true(target.is_user);
	assert_true(target.offset);
	assert_int_equal(target.n_code, TARGET_CODE_BYTES);
}

static void assert_refused(const char *name, const char *why)
{
	log_begin();
	assert_int_equal(user_target__find(name, guest_arch__native(), &target), -EINVAL);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs(why);
}

static int setup(void **state)
{
	if (folder_setup(state))
		return -1;
	write_program();
	compile("-O1 -g -o program program.c other.c");
	compile("-O1 -s -o stripped program.c other.c");
	return 0;
}

static void test_found(void **unused)
{
	char name[64], symbol[64];
	uint64_t offset;

	(void)unused;
	assert_finds("./program:work_here", "program:work_here", "program");
	assert_int_equal(caught.n[LOG_WARNING], 0);
	offset = target.offset;
	snprintf(name, sizeof(name), "./program:known+%d", KNOWN_SIZE);
	snprintf(symbol, sizeof(symbol), "program:known+0x%x", KNOWN_SIZE);
	assert_finds(name, symbol, "program");
	assert_int_equal(caught.n[LOG_WARNING], 0);
	assert_true(target.is_inside);
	snprintf(name, sizeof(name), "./program+0x%" PRIx64, offset);
	assert_finds(name, strchr(name, '/') + 1, "program");
}

static void test_found_by_name(void **unused)
{
	(void)unused;
	assert_int_equal(setenv("PATH", ".", 1), 0);
	assert_finds("program:work_here", "program:work_here", "program");
	assert_int_equal(setenv("PATH", "/usr/bin:/bin", 1), 0);
	log_begin();
	assert_int_equal(user_target__find("libc.so.6:malloc", guest_arch__native(), &target), 0);
	assert_string_equal(target.symbol, "libc.so.6:malloc");
	assert_non_null(strstr(target.file, "/libc"));
}

static void test_files(void **unused)
{
	(void)unused;
	assert_refused("./missing:f", "--target ./missing:f: there is no such file");
	assert_refused("program:work_here",
		       "a file of this folder is named with a slash: ./program");
	assert_refused("no-such-program:f", "there is no program in PATH no-such-program");
	assert_refused("libnone.so.1:f", "there is no library libnone.so.1");
	assert_int_equal(caught.n[LOG_INFO], 0);
	assert_refused("vfs_read:x", "a kernel function is named alone: --target vfs_read");
	assert_refused("./program.c:f", "it is no ELF file");
	assert_refused("./:f", "it is a folder");
	assert_refused("program", "it should be FILE:FUNCTION or FILE+OFFSET");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_refused("./pipe:f", "it is a pipe");
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_refused("./loop:f", "Too many levels of symbolic links");
	compile("-o '\xff' program.c other.c");
	assert_refused("./\xff:main", "its path is not UTF-8");
}

static void test_functions(void **unused)
{
	(void)unused;
	assert_refused("./program:work_hare", "similar names: work_here");
	assert_refused("./program:put_in",
		       "put_in is in the debugging information of the file, but has no code");
	assert_refused("./program:known+2", "the middle of an instruction");
	assert_refused("./program:same", "it has 2 functions of that name");
	assert_refused("./program:puts", "the file only calls it");
	assert_refused("./program:variable", "that is a variable");
	log_begin();
	assert_int_equal(user_target__find("./stripped:main", guest_arch__native(), &target),
			 -EINVAL);
	assert_logs("is its entry point");
	/* The one before names the package of the debugging symbols. */
	assert_int_equal(caught.n[LOG_INFO], 2);
}

static void test_other_architecture(void **unused)
{
	const struct guest_arch *other = guest_arch__find(
		guest_arch__native()->elf_machine == EM_AARCH64 ? "x86-64" : "arm64");

	(void)unused;
	log_begin();
	assert_int_equal(user_target__find("./program:main", other, &target), -EINVAL);
	assert_logs("the file is for");
}

static void assert_explains(const char *command, const char *why)
{
	char *const words[] = { (char *)command, NULL };
	struct cmdline line;

	log_begin();
	assert_int_equal(cmdline__split(words, &line), 0);
	user_target__explain_no_hits(&target, guest_arch__native(), &line);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_logs(why);
	cmdline__free(&line);
}

static void test_no_hits(void **unused)
{
	(void)unused;
	compile("-O1 -static -o static program.c other.c");
	write_text_file("script", "#!/bin/sh\n");
	assert_int_equal(chmod("script", 0755), 0);
	assert_finds("./program:work_here", "program:work_here", "program");
	assert_explains("./program", "./program is that file");
	assert_explains("./stripped", "./stripped is not linked with that file");
	assert_explains("./script", "./script is a script");
	assert_int_equal(user_target__find("libc.so.6:malloc", guest_arch__native(), &target), 0);
	assert_explains("./program", "./program is linked with that file");
	assert_explains("./static", "./static is statically linked");
	assert_explains("./missing", "0 hits: nothing came to libc.so.6:malloc");
	snprintf(target.file, sizeof(target.file), "/tmp/libc.so.6");
	assert_explains("./program", "./program is linked with another copy: /");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_found_by_name),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_other_architecture),
		cmocka_unit_test(test_no_hits),
	};

	return cmocka_run_group_tests(tests, setup, folder_teardown);
}
