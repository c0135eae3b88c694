// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/elf_support.h"

#include "bench/execute/silent_programs.h"

static struct cmdline line;
static struct silent_programs silent;

static int setup(void **state)
{
	char *const words[] = { (char *)"./other", NULL };

	if (folder_setup(state))
		return -1;
	write_program();
	compile("-O1 -o program program.c other.c");
	compile("-O1 -o other program.c other.c");
	log_begin();
	silent = (struct silent_programs){ .arch = guest_arch__native(), .line = &line };
	return cmdline__split(words, &line);
}

static int teardown(void **state)
{
	cmdline__free(&line);
	return folder_teardown(state);
}

static void test_each_file_once(void **unused)
{
	(void)unused;
	silent_programs__explain(&silent, "uprobe/./program:known", "./program:known");
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_logs("./other is not linked with that file");
	silent_programs__explain(&silent, "uretprobe", "./program:work_here");
	assert_int_equal(caught.n[LOG_WARNING], 1);
	silent_programs__explain(&silent, "uprobe.multi/x", "libc.so.6:malloc");
	assert_int_equal(caught.n[LOG_WARNING], 2);
	assert_logs("./other is linked with that file, and did not come to that place");
	silent_programs__explain(&silent, "usdt/./other:provider:name", "./other:provider:name");
	assert_logs("./other is that file, and did not come to that place");
}

static void test_nothing_is_said(void **unused)
{
	(void)unused;
	silent_programs__explain(&silent, "kprobe/do_unlinkat", "do_unlinkat");
	silent_programs__explain(&silent, "uprobe", "");
	silent_programs__explain(&silent, "uprobe/libnone.so.1:f", "libnone.so.1:f");
	assert_int_equal(caught.n[LOG_WARNING], 0);
}

/* That of the process that attaches, and not of the command. */
static void test_own_file(void **unused)
{
	(void)unused;
	silent_programs__explain(&silent, "uprobe", "/proc/self/exe:user_call_nop");
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_logs("which is hookbench itself, and not the command");
}

static void test_a_lot(void **unused)
{
	char target[32];

	(void)unused;
	for (int i = 0; i < 2 * SILENT_PROGRAMS_FILES; i++) {
		snprintf(target, sizeof(target), "./file%d:f", i);
		silent_programs__explain(&silent, "uprobe", target);
	}
	assert_int_equal(caught.n[LOG_WARNING], SILENT_PROGRAMS_FILES);
}

#define of_programs(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		of_programs(test_each_file_once),
		of_programs(test_nothing_is_said),
		of_programs(test_own_file),
		of_programs(test_a_lot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
