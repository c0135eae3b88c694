// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/elf_support.h"

#include "bench/vm/mapped_file.h"

static char other[PATH_MAX];

static enum mapped find(const char *program, const char *file)
{
	return mapped_file__find(program, file, guest_arch__native(), other);
}

static int setup(void **state)
{
	if (folder_setup(state) || mkdir("a", 0755) || mkdir("b", 0755))
		return -1;
	write_text_file("one.c", "int one(void) { return 1; }\n");
	write_text_file("two.c", "int one(void); int two(void) { return one() + 1; }\n");
	write_text_file("main.c", "int two(void); int main(void) { return two(); }\n");
	compile("-shared -fPIC -o a/libone.so one.c");
	compile("-shared -fPIC -o b/libone.so one.c");
	compile("-shared -fPIC -o libtwo.so two.c -La -lone '-Wl,-rpath,$ORIGIN/a'");
	compile("-o main main.c -L. -ltwo -Wl,-rpath-link,a '-Wl,-rpath,$ORIGIN'");
	return 0;
}

/* By what it is linked with, what that is linked with, and the loader. */
static void test_linked(void **unused)
{
	(void)unused;
	assert_int_equal(find("./main", "main"), MAPPED_ITSELF);
	assert_int_equal(symlink("main", "link"), 0);
	assert_int_equal(find("./main", "link"), MAPPED_ITSELF);
	assert_int_equal(find("./main", "libtwo.so"), MAPPED_AT_START);
	assert_int_equal(find("./main", "a/libone.so"), MAPPED_AT_START);
	assert_int_equal(find("./main", "b/libone.so"), MAPPED_OTHER);
	assert_non_null(strstr(other, "a/libone.so"));
	assert_int_equal(find("./main", "main.c"), MAPPED_NOT);
	assert_int_equal(find("./main", "missing"), MAPPED_NOT);
}

static void test_not_linked(void **unused)
{
	(void)unused;
	write_text_file("alone.c", "int main(void) { return 0; }\n");
	compile("-static -o static alone.c");
	assert_int_equal(find("./static", "libtwo.so"), MAPPED_STATIC);
	assert_int_equal(find("main.c", "libtwo.so"), MAPPED_SCRIPT);
	assert_int_equal(find("missing", "libtwo.so"), MAPPED_SCRIPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_linked),
					    cmocka_unit_test(test_not_linked) };

	return cmocka_run_group_tests(tests, setup, folder_teardown);
}
