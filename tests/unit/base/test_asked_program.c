// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/asked_program.h"

/* In the current folder, which is all of PATH. */
static void make_program(const char *name, const char *script)
{
	write_text_file(name, script);
	assert_int_equal(chmod(name, 0755), 0);
}

static void assert_answers(const char *command, const char *wanted)
{
	FILE *pipe = asked_program__open(command);
	char line[128] = "";

	assert_non_null(pipe);
	assert_non_null(fgets(line, sizeof(line), pipe));
	assert_int_equal(pclose(pipe), 0);
	assert_string_equal(line, wanted);
}

static void test_a_program_that_answers(void **state)
{
	setenv("PATH", *state, 1);
	make_program("tool",
		     "#!/bin/sh\nread -r line && exit 1\necho noise >&2\necho \"tool $1\"\n");
	assert_answers("tool --version", "tool --version\n");
	/* With the limit, where the system has one. */
	make_program("timeout", "#!/bin/sh\necho \"$@\"\n");
	assert_answers("tool --version", "-k 1 20 tool --version\n");
}

static void test_what_cannot_be_asked(void **state)
{
	char command[2000];
	FILE *pipe;

	setenv("PATH", *state, 1);
	pipe = asked_program__open("nothing --version");
	assert_non_null(pipe);
	assert_int_equal(fgetc(pipe), EOF);
	assert_int_equal(WEXITSTATUS(pclose(pipe)), 127);
	memset(command, 'x', sizeof(command) - 1);
	command[sizeof(command) - 1] = '\0';
	assert_null(asked_program__open(command));
	assert_int_equal(errno, E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_program_that_answers),
		folder_test(test_what_cannot_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
