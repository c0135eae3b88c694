// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/execute/script_commands.h"

static char found[4096];
static int n_found;

static int take(const char *word, void *context)
{
	int *most = context;
	size_t length = strlen(found);

	snprintf(found + length, sizeof(found) - length, "%s%s", length ? " " : "", word);
	return ++n_found == *most ? -EIO : 0;
}

static int run(const char *script, int most)
{
	found[0] = '\0';
	n_found = 0;
	return script_commands__each(script, take, &most);
}

#define assert_runs(script, commands)                 \
	do {                                          \
		assert_int_equal(run(script, 0), 0);  \
		assert_string_equal(found, commands); \
	} while (0)

static void test_commands(void **state)
{
	(void)state;
	assert_runs("touch /tmp/a && rm /tmp/a", "touch rm");
	assert_runs("touch a;rm a|cat&ls\nwc", "touch rm cat ls wc");
	assert_runs("A=1 B=2 env C=3 stat a", "env stat");
	assert_runs("if test -e a; then rm a; else touch a; fi", "if test then rm else touch fi");
	assert_runs("(cd a; ls) && x=$(cat b) `id -u`", "cd ls cat id");
	assert_runs("exec \"/usr/bin/rm\" 'a b'", "exec /usr/bin/rm");
	assert_runs("", "");
	assert_runs(" ;; \t", "");
}

static void test_it_ends(void **state)
{
	char many[4 * SCRIPT_COMMANDS_MOST + 1] = "", one[2000];

	(void)state;
	assert_int_equal(run("a;b;c", 2), -EIO);
	assert_string_equal(found, "a b");
	for (int i = 0; i < 2 * SCRIPT_COMMANDS_MOST; i++)
		strcat(many, "a;");
	assert_int_equal(run(many, 0), 0);
	assert_int_equal(n_found, SCRIPT_COMMANDS_MOST);
	/* Longer than any file's name. */
	memset(one, 'x', sizeof(one) - 1);
	one[sizeof(one) - 1] = '\0';
	assert_runs(one, "");
}

static void test_what_a_script_is(void **state)
{
	char *sh[] = { "sh", "-c", "true", NULL }, *path[] = { "/bin/bash", "-c", "ls", NULL };
	char *none[] = { "sh", "-c", NULL }, *file[] = { "sh", "file", "x", NULL };
	char *other[] = { "python3", "-c", "import os", NULL }, *alone[] = { "sh", NULL };

	(void)state;
	assert_string_equal(script_commands__of(sh), "true");
	assert_string_equal(script_commands__of(path), "ls");
	assert_null(script_commands__of(none));
	assert_null(script_commands__of(file));
	assert_null(script_commands__of(other));
	assert_null(script_commands__of(alone));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_it_ends),
		cmocka_unit_test(test_what_a_script_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
