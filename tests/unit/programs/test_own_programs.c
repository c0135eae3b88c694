// SPDX-License-Identifier: GPL-2.0-or-later
/* They are looked for beside the running program, so that each test is a program of its own. */
#include "tests/unit/support.h"

#include <sys/wait.h>

#include "bench/programs/own_programs.h"
#include "workloads/workload.h"

/* What the program prints when it is called with a word: PATH afterwards, or the error. */
static int print_path(void)
{
	int err = own_programs__add_to_path();

	if (err)
		printf("error %d", -err);
	else
		printf("%s", getenv("PATH"));
	return 0;
}

/* Runs a copy of this program as bin/program, with that PATH. */
static void run_copy(const char *path, char *text, size_t size)
{
	FILE *pipe;
	size_t n;

	if (path)
		setenv("PATH", path, 1);
	else
		unsetenv("PATH");
	pipe = popen("exec bin/program print", "r");
	assert_non_null(pipe);
	n = fread(text, 1, size - 1, pipe);
	text[n] = '\0';
	assert_int_equal(pclose(pipe), 0);
}

static void copy_program(void)
{
	char command[PATH_MAX + 64], own[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);

	assert_true(n > 0);
	own[n] = '\0';
	snprintf(command, sizeof(command), "mkdir bin && cp '%s' bin/program", own);
	assert_int_equal(system(command), 0);
}

/* A workload's program, as the build leaves it. */
static void make_program(bool is_executable)
{
	char name[PATH_MAX];

	snprintf(name, sizeof(name), "workloads/bin/%s", workloads[0].name);
	make_file(name, "#!/bin/sh\n");
	assert_int_equal(chmod(name, is_executable ? 0755 : 0644), 0);
}

static void test_their_folder_is_the_last_of_path(void **state)
{
	char text[PATH_MAX], expected[PATH_MAX];

	copy_program();
	make_program(true);
	run_copy("/usr/bin:/bin", text, sizeof(text));
	snprintf(expected, sizeof(expected), "/usr/bin:/bin:%s/workloads/bin", (char *)*state);
	assert_string_equal(text, expected);
	run_copy("", text, sizeof(text));
	snprintf(expected, sizeof(expected), "%s/workloads/bin", (char *)*state);
	assert_string_equal(text, expected);
	setenv("PATH", "/usr/bin:/bin", 1);
}

static void test_they_are_not_there(void **state)
{
	char text[PATH_MAX];

	(void)state;
	copy_program();
	run_copy("/usr/bin:/bin", text, sizeof(text));
	if (text[0] == '/')
		skip_because("hookbench is installed here");
	assert_string_equal(text, "error 2"); /* ENOENT */
	make_program(false);
	run_copy("/usr/bin:/bin", text, sizeof(text));
	assert_string_equal(text, "error 2");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_their_folder_is_the_last_of_path),
		folder_test(test_they_are_not_there),
	};

	(void)argv;
	return argc > 1 ? print_path() : cmocka_run_group_tests(tests, NULL, NULL);
}
