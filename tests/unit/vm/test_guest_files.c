// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/guest_files.h"

static const char *here(const char *name)
{
	static char path[2 * PATH_MAX];
	char folder[PATH_MAX];

	assert_non_null(getcwd(folder, sizeof(folder)));
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

/* Its place in the list, from 1; 0 if it is not there. */
static size_t place_of(const struct guest_files *files, const char *path)
{
	for (size_t i = 0; i < files->n; i++)
		if (!strcmp(files->files[i].path, path))
			return i + 1;
	return 0;
}

static const struct guest_file *find(const struct guest_files *files, const char *path)
{
	size_t place = place_of(files, path);

	if (!place)
		fail_msg("%s is not there", path);
	return &files->files[place - 1];
}

static void open_files(struct guest_files *files)
{
	log_begin();
	assert_int_equal(guest_files__open(files, guest_arch__native()), 0);
}

static void test_a_folder_with_all_that_is_in_it(void **state)
{
	struct guest_files files;

	(void)state;
	make_file("tree/below/file", "text");
	make_file("tree/empty", "");
	assert_int_equal(chmod("tree/below", 01777), 0);
	assert_int_equal(chmod("tree/empty", 0640), 0);
	assert_int_equal(symlink("no/where", "tree/link"), 0);
	assert_int_equal(mkfifo("tree/fifo", 0600), 0);
	open_files(&files);
	assert_int_equal(guest_files__add(&files, "./tree"), 0);
	assert_int_equal(find(&files, here("tree/below"))->mode, S_IFDIR | 01777);
	assert_int_equal(find(&files, here("tree/below/file"))->size, 4);
	assert_int_equal(find(&files, here("tree/empty"))->mode, S_IFREG | 0640);
	assert_string_equal(find(&files, here("tree/link"))->link, "no/where");
	assert_int_equal(place_of(&files, here("tree/fifo")), 0);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_logs("fifo is left out");
	guest_files__close(&files);
}

static void test_folders_stand_before_what_is_in_them(void **state)
{
	struct guest_files files;

	(void)state;
	make_file("a/b/c/d", "");
	open_files(&files);
	assert_int_equal(guest_files__add(&files, "a/b/c/d"), 0);
	assert_true(place_of(&files, here("a")) < place_of(&files, here("a/b")));
	assert_true(place_of(&files, here("a/b")) < place_of(&files, here("a/b/c")));
	assert_true(place_of(&files, here("a/b/c")) < place_of(&files, here("a/b/c/d")));
	guest_files__close(&files);
}

static void test_links_on_the_way_are_added_and_followed(void **state)
{
	struct guest_files files;

	(void)state;
	make_file("real/below/file", "text");
	make_file("other/file", "text");
	assert_int_equal(symlink("real/below", "way"), 0);
	assert_int_equal(symlink("../../other/./file", "real/below/again"), 0);
	open_files(&files);
	assert_int_equal(guest_files__add(&files, "way/again"), 0);
	assert_string_equal(find(&files, here("way"))->link, "real/below");
	assert_string_equal(find(&files, here("real/below/again"))->link, "../../other/./file");
	assert_true(S_ISREG(find(&files, here("other/file"))->mode));
	/* What was not asked for is not there. */
	assert_int_equal(place_of(&files, here("real/below/file")), 0);
	guest_files__close(&files);
}

static void test_each_is_there_once(void **state)
{
	struct guest_files files;
	size_t n;

	(void)state;
	make_file("tree/file", "text");
	open_files(&files);
	assert_int_equal(guest_files__add(&files, "tree/file"), 0);
	assert_int_equal(guest_files__add(&files, "./tree"), 0);
	n = files.n;
	assert_int_equal(guest_files__add(&files, "./tree/../tree//file"), 0);
	assert_int_equal(files.n, n);
	guest_files__close(&files);
}

/* A program from /usr/bin is also found in /bin, as on this machine. */
static void test_links_of_the_system_are_there(void **state)
{
	struct guest_files files;
	struct stat st;

	(void)state;
	if (lstat("/bin", &st) || !S_ISLNK(st.st_mode))
		skip_because("/bin is no link here");
	open_files(&files);
	assert_int_equal(guest_files__add_program(&files, "sh"), 0);
	assert_true(S_ISLNK(find(&files, "/bin")->mode));
	assert_string_equal(find(&files, "/bin")->link, "usr/bin");
	assert_int_not_equal(place_of(&files, "/usr/bin"), 0);
	guest_files__close(&files);
}

static void test_what_cannot_be_added(void **state)
{
	static const char *const wrong[] = { "missing", "/", "/proc", "./a", "file/below" };
	struct guest_files files;

	(void)state;
	make_file("file", "");
	assert_int_equal(symlink("b", "a"), 0);
	assert_int_equal(symlink("a", "b"), 0);
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		open_files(&files);
		assert_true(guest_files__add(&files, wrong[i]) < 0);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_logs("cannot put");
		guest_files__close(&files);
	}
}

static void test_programs_that_are_none(void **state)
{
	struct guest_files files;

	(void)state;
	make_file("text", "text");
	open_files(&files);
	assert_int_equal(guest_files__add_program(&files, "./text"), -EACCES);
	assert_int_equal(chmod("text", 0755), 0);
	assert_int_equal(guest_files__add_program(&files, "./text"), -EACCES);
	assert_logs("begin it with #!/bin/sh");
	make_file("windows", "#!/bin/sh\r\n");
	assert_int_equal(chmod("windows", 0755), 0);
	assert_int_equal(guest_files__add_program(&files, "./windows"), -ENOENT);
	assert_logs("carriage return");
	assert_int_equal(guest_files__add_program(&files, "."), -EACCES);
	assert_int_equal(guest_files__add_program(&files, "./missing"), -ENOENT);
	assert_int_equal(guest_files__add_program(&files, "no-such-program"), -ENOENT);
	assert_logs("there is no such command in PATH");
	guest_files__close(&files);
}

/* What the dynamic loader itself says that a program needs is there, by its own paths. */
static void test_libraries_are_those_of_the_loader(void **state)
{
	static const char *const programs[] = { "sh",  "bash",	"grep",
						"git", "cmake", "qemu-system-x86_64" };
	char command[256], line[PATH_MAX], path[PATH_MAX];
	struct guest_files files;
	size_t n = 0;

	(void)state;
	open_files(&files);
	for (size_t i = 0; i < COUNT_OF(programs); i++) {
		FILE *pipe;

		snprintf(command, sizeof(command), "ldd \"$(command -v %s)\" 2>/dev/null",
			 programs[i]);
		pipe = popen(command, "r");
		assert_non_null(pipe);
		for (bool first = true; fgets(line, sizeof(line), pipe); first = false) {
			size_t before;

			if (first)
				assert_int_equal(guest_files__add_program(&files, programs[i]), 0);
			before = files.n;
			if (sscanf(line, " %*s => %4095s", path) != 1)
				continue;
			assert_int_equal(guest_files__add(&files, path), 0);
			/* A library comes with the loader by a second name. */
			if (place_of(&files, path) > before)
				fail_msg("%s needs %s", programs[i], path);
			n++;
		}
		pclose(pipe);
	}
	guest_files__close(&files);
	assert_true(n > 2);
}

static void test_a_script_comes_with_its_interpreter(void **state)
{
	struct guest_files files;
	size_t n;

	(void)state;
	make_file("script", "#! /usr/bin/env -S LANG=C bash -e\n");
	assert_int_equal(chmod("script", 0755), 0);
	open_files(&files);
	assert_int_equal(guest_files__add_program(&files, "./script"), 0);
	n = files.n;
	assert_int_equal(guest_files__add_program(&files, "/usr/bin/env"), 0);
	assert_int_equal(guest_files__add_program(&files, "bash"), 0);
	assert_int_equal(files.n, n);
	guest_files__close(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_folder_with_all_that_is_in_it),
		folder_test(test_folders_stand_before_what_is_in_them),
		folder_test(test_links_on_the_way_are_added_and_followed),
		folder_test(test_each_is_there_once),
		folder_test(test_links_of_the_system_are_there),
		folder_test(test_what_cannot_be_added),
		folder_test(test_programs_that_are_none),
		folder_test(test_libraries_are_those_of_the_loader),
		folder_test(test_a_script_comes_with_its_interpreter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
