// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>
#include <sys/resource.h>

#include "bench/base/new_file.h"

static int write_text(FILE *file, const void *what)
{
	fputs(what, file);
	return 0;
}

static int write_half(FILE *file, const void *what)
{
	(void)what;
	fputs("half", file);
	return -ECANCELED;
}

static void assert_file_is(const char *path, const char *text)
{
	char read[64] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_int_equal(fread(read, 1, sizeof(read) - 1, file), strlen(text));
	fclose(file);
	assert_string_equal(read, text);
}

static void test_file_is_as_others_are(void **state)
{
	mode_t mask = umask(027);
	struct stat st;

	(void)state;
	assert_int_equal(new_file__write("file", write_text, "new"), 0);
	umask(mask);
	assert_file_is("file", "new");
	assert_int_equal(stat("file", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(count_entries("."), 1);
}

static void test_who_has_the_old_one_open_keeps_it(void **state)
{
	char read[8] = "";
	FILE *old;

	(void)state;
	write_text_file("file", "old");
	old = fopen("file", "re");
	assert_non_null(old);
	assert_int_equal(new_file__write("file", write_text, "new"), 0);
	assert_int_equal(fread(read, 1, sizeof(read), old), 3);
	fclose(old);
	assert_string_equal(read, "old");
	assert_file_is("file", "new");
	assert_int_equal(count_entries("."), 1);
}

static void test_half_a_file_is_none(void **state)
{
	(void)state;
	write_text_file("file", "old");
	assert_int_equal(new_file__write("file", write_half, NULL), -ECANCELED);
	assert_file_is("file", "old");
	assert_int_equal(count_entries("."), 1);
}

/* The kernel refuses only when the stream's buffer is written, at the very end. */
static void test_no_room(void **state)
{
	const struct rlimit none = { 0, RLIM_INFINITY };
	struct rlimit before;
	int err;

	(void)state;
	write_text_file("file", "old");
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	if (before.rlim_max != RLIM_INFINITY)
		skip_because("files may not be of any size here");
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	err = new_file__write("file", write_text, "new");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(err, -EFBIG);
	assert_file_is("file", "old");
	assert_int_equal(count_entries("."), 1);
}

static void test_no_such_folder(void **state)
{
	(void)state;
	assert_int_equal(new_file__write("missing/file", write_text, "new"), -ENOENT);
	assert_int_equal(count_entries("."), 0);
}

static void test_name_too_long(void **state)
{
	char path[PATH_MAX];

	(void)state;
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(new_file__write(path, write_text, "new"), -ENAMETOOLONG);
	assert_int_equal(count_entries("."), 0);
}

static void assert_check(const char *path, int wanted)
{
	log_begin();
	assert_int_equal(new_file__check(path), wanted);
	assert_int_equal(caught.n[LOG_ERROR], wanted ? 1 : 0);
}

static void test_where_a_file_could_be(void **state)
{
	(void)state;
	write_text_file("old", "");
	assert_int_equal(mkdir("folder", 0700), 0);
	assert_check("old", 0);
	assert_check("new", 0);
	assert_check("folder/new", 0);
	assert_check("/dev/null", 0);
	assert_check("folder", -EISDIR);
	assert_check("missing/new", -ENOENT);
	assert_check("", -ENOENT);
	assert_logs("cannot write ");
	assert_true(new_file__is_special("/dev/null"));
	assert_false(new_file__is_special("old"));
	assert_false(new_file__is_special("new"));
}

/* The same way as /dev/null would be, which root may replace. */
static void test_a_special_file_is_not_replaced(void **state)
{
	char read_back[8] = "";
	struct stat before, after;
	int reader;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("fifo", "link"), 0);
	assert_int_equal(stat("fifo", &before), 0);
	assert_int_equal(new_file__write("fifo", write_text, "new"), -ENOTSUP);
	assert_int_equal(new_file__write("link", write_text, "new"), -ENOTSUP);
	assert_int_equal(new_file__write("/dev/null", write_text, "new"), -ENOTSUP);
	assert_int_equal(stat("fifo", &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(count_entries("."), 2);
	reader = open("fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	assert_int_equal(new_file__write_or_fill("link", write_text, "new"), 0);
	assert_int_equal(read(reader, read_back, sizeof(read_back)), 3);
	assert_string_equal(read_back, "new");
	close(reader);
	assert_int_equal(new_file__write_or_fill("/dev/full", write_text, "new"), -ENOSPC);
	assert_int_equal(new_file__write_or_fill("file", write_text, "new"), 0);
	assert_file_is("file", "new");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_file_is_as_others_are),
		folder_test(test_who_has_the_old_one_open_keeps_it),
		folder_test(test_half_a_file_is_none),
		folder_test(test_no_room),
		folder_test(test_no_such_folder),
		folder_test(test_name_too_long),
		folder_test(test_where_a_file_could_be),
		folder_test(test_a_special_file_is_not_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
