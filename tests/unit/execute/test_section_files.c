// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/input_file.h"
#include "bench/execute/section_files.h"

static void assert_names(const char *section, const char *expected)
{
	char file[PATH_MAX];

	assert_true(section_files__name(section, file));
	assert_string_equal(file, expected);
}

static void test_names(void **unused)
{
	static const char *const none[] = { "uprobe",	    "uprobe/",	   "uprobe/:f",
					    "kprobe/a:b",   "uprobes/a:b", "uprobe/file",
					    "usdt_x/a:b:c", "fentry/do_x", "" };
	char file[PATH_MAX];

	(void)unused;
	assert_names("uprobe//bin/true:main", "/bin/true");
	assert_names("?uprobe/libc.so.6:malloc", "libc.so.6");
	assert_names("uretprobe.multi//a:b/c:f+4", "/a:b/c");
	assert_names("uprobe.s/./x:f", "./x");
	assert_names("usdt//bin/x:provider:name", "/bin/x");
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_false(section_files__name(none[i], file));
}

static void test_targets(void **unused)
{
	char file[PATH_MAX];

	(void)unused;
	assert_true(section_files__name_of_target("uprobe", "./x:f", file));
	assert_string_equal(file, "./x");
	assert_true(section_files__name_of_target("?usdt/a:b:c", "/bin/x:p:n", file));
	assert_string_equal(file, "/bin/x");
	assert_false(section_files__name_of_target("kprobe", "./x:f", file));
	assert_false(section_files__name_of_target("uprobes", "./x:f", file));
	assert_false(section_files__name_of_target("uprobe", "", file));
}

static void test_found(void **unused)
{
	char path[PATH_MAX];

	(void)unused;
	assert_true(section_files__find("./any", guest_arch__native(), path));
	assert_string_equal(path, "./any");
	assert_true(section_files__find("sh", guest_arch__native(), path));
	assert_int_equal(access(path, X_OK), 0);
	assert_true(section_files__find("libc.so.6", guest_arch__native(), path));
	assert_int_equal(access(path, R_OK), 0);
	assert_false(section_files__find("no-such-program", guest_arch__native(), path));
	assert_false(section_files__find("libnone.so.1", guest_arch__native(), path));
}

static bool has(const struct guest_files *files, const char *name)
{
	for (size_t i = 0; i < files->n; i++)
		if (!strcmp(strrchr(files->files[i].path, '/') + 1, name))
			return true;
	return false;
}

/* Those of an object, and those that it is changed to; not what is missing, or no file. */
static void test_added(void **unused)
{
	struct plan_settings settings = {
		.retarget = "a=./mine:f,b=./none:f,c=d,e=.:f,g=./pipe:f,h=/proc/self/exe:f"
	};
	struct arm_objects objects = { .n = 0 };
	struct guest_files files;
	size_t before;

	(void)unused;
	write_text_file("mine", "");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(guest_files__open(&files, guest_arch__native()), 0);
	before = files.n;
	assert_int_equal(section_files__add(&objects, &settings, &files), 0);
	assert_int_equal(files.n, before);
	objects.n = 1;
	snprintf(objects.v[0].arm, sizeof(objects.v[0].arm), "kinds");
	assert_int_equal(input_file__read(USER_OBJECTS "/kinds.bpf.o", "an object",
					  ARM_OBJECT_MAX_SIZE, &objects.v[0].bytes,
					  &objects.v[0].size),
			 0);
	assert_int_equal(section_files__add(&objects, &settings, &files), 0);
	assert_true(has(&files, "mine"));
	assert_false(has(&files, "pipe"));
	assert_int_equal(has(&files, "bash"), !access("/bin/bash", R_OK));
	free(objects.v[0].bytes);
	guest_files__close(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names),
					    cmocka_unit_test(test_targets),
					    cmocka_unit_test(test_found),
					    cmocka_unit_test(test_added) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
