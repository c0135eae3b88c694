// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/elf_support.h"

#include "bench/elf/debug_names.h"

static bool has(const char *path, const char *name)
{
	struct code_file file;
	char problem[256];
	bool has_it;

	assert_int_equal(code_file__open(&file, path, problem, sizeof(problem)), 0);
	has_it = debug_names__has(&file, name);
	code_file__close(&file);
	return has_it;
}

/* An inlined function is there by its name alone. */
static void test_names(void **unused)
{
	static const char *const how[] = { "-g", "-g -gz=zlib", "-g -gdwarf-4" };
	char words[128];

	(void)unused;
	write_program();
	for (size_t i = 0; i < COUNT_OF(how); i++) {
		snprintf(words, sizeof(words), "-O1 %s -o program program.c other.c", how[i]);
		compile(words);
		assert_true(has("program", "put_in"));
		assert_true(has("program", "work_here"));
		assert_false(has("program", "work_her"));
		assert_false(has("program", "ork_here"));
		assert_false(has("program", "strange"));
		assert_false(has("program", ""));
	}
	compile("-O1 -o program program.c other.c");
	assert_false(has("program", "put_in"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
