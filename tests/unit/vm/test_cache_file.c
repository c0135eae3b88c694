// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <fcntl.h>
#include <glob.h>

#include "bench/vm/cache_file.h"

#define HEADER "{\"of\":1}\n"
#define MOST   4096

static char state[MOST];

static int read_back(const char *path, const char *header, size_t most)
{
	void *data = NULL;
	size_t size = 0;
	int err = cache_file__read(path, header, most, &data, &size);

	if (!err) {
		assert_int_equal(size, sizeof(state));
		assert_memory_equal(data, state, size);
	}
	free(data);
	return err;
}

static void write_one(const char *path)
{
	for (size_t i = 0; i < sizeof(state); i++)
		state[i] = (char)(i * 7 >> 3);
	assert_int_equal(cache_file__write(path, HEADER, state, sizeof(state)), 0);
}

static void test_what_is_written_is_read(void **unused)
{
	struct stat st;

	(void)unused;
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), -ENOENT);
	write_one("./a.snapshot");
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), 0);
	assert_int_equal(stat("a.snapshot", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	/* Of something else, and larger than it may be. */
	assert_int_equal(read_back("./a.snapshot", "{\"of\":2}\n", MOST), -EINVAL);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST - 1), -EINVAL);
}

/* A bit that zstd does not need may differ; what is read is then the same. */
static void test_damage_is_noticed(void **unused)
{
	struct stat st;
	int fd, unnoticed = 0;
	char byte;

	(void)unused;
	write_one("./a.snapshot");
	assert_int_equal(stat("a.snapshot", &st), 0);
	fd = open("a.snapshot", O_RDWR | O_CLOEXEC);
	for (off_t i = 0; i < st.st_size; i++) {
		assert_int_equal(pread(fd, &byte, 1, i), 1);
		byte ^= 0x10;
		assert_int_equal(pwrite(fd, &byte, 1, i), 1);
		unnoticed += read_back("./a.snapshot", HEADER, MOST) != -EINVAL;
		byte ^= 0x10;
		assert_int_equal(pwrite(fd, &byte, 1, i), 1);
	}
	assert_in_range(unnoticed, 0, 4);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), 0);
	for (off_t size = st.st_size - 1; size >= 0; size -= 7) {
		assert_int_equal(ftruncate(fd, size), 0);
		assert_int_equal(read_back("./a.snapshot", HEADER, MOST), -EINVAL);
	}
	close(fd);
}

#define BEFORE (16 * 4096)

static int write_before(int fd, const void *what)
{
	return pwrite(fd, what, 3, 4096) == 3 ? 0 : -errno;
}

static int fail_before(int fd, const void *what)
{
	(void)fd;
	(void)what;
	return -EIO;
}

static void test_what_stands_before_the_header(void **unused)
{
	struct cache_file_before before = { BEFORE, write_before, "abc" };
	void *data = NULL;
	char text[4] = "";
	struct stat st;
	size_t size;
	int fd;

	(void)unused;
	assert_int_equal(cache_file__write_behind("./a.snapshot", &before, HEADER, state, MOST), 0);
	assert_int_equal(stat("a.snapshot", &st), 0);
	assert_in_range(st.st_blocks * 512, 1, BEFORE - 1);
	assert_int_equal(
		cache_file__read_behind("./a.snapshot", BEFORE, HEADER, MOST, &data, &size, &fd),
		0);
	assert_int_equal(size, MOST);
	assert_memory_equal(data, state, MOST);
	assert_int_equal(pread(fd, text, 3, 4096), 3);
	assert_string_equal(text, "abc");
	close(fd);
	free(data);
	/* With another size before it, it is something else. */
	assert_int_equal(cache_file__read("./a.snapshot", HEADER, MOST, &data, &size), -EINVAL);
	assert_int_equal(cache_file__read_behind("./a.snapshot", 2 * BEFORE, HEADER, MOST, &data,
						 &size, &fd),
			 -EINVAL);
	before.write = fail_before;
	assert_int_equal(cache_file__write_behind("./b.snapshot", &before, HEADER, state, MOST),
			 -EIO);
	assert_false(exists("b.snapshot"));
}

static void test_what_others_can_change_is_not_used(void **unused)
{
	(void)unused;
	write_one("./a.snapshot");
	assert_int_equal(symlink("a.snapshot", "link.snapshot"), 0);
	assert_int_equal(read_back("./link.snapshot", HEADER, MOST), -EINVAL);
	assert_int_equal(mkfifo("pipe.snapshot", 0600), 0);
	assert_int_equal(read_back("./pipe.snapshot", HEADER, MOST), -EINVAL);
	assert_int_equal(chmod("a.snapshot", 0620), 0);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), -EINVAL);
	assert_int_equal(chmod("a.snapshot", 0600), 0);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), 0);
	if (geteuid())
		return;
	assert_int_equal(chown("a.snapshot", 65534, 65534), 0);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), -EINVAL);
}

static size_t count_files(void)
{
	glob_t found;
	size_t n = glob("*.snapshot*", 0, NULL, &found) ? 0 : found.gl_pathc;

	globfree(&found);
	return n;
}

static void test_the_least_recently_used_go_first(void **unused)
{
	const struct timespec long_ago[2] = { { 1000, 0 }, { 1000, 0 } };
	struct stat st;

	(void)unused;
	write_one("./a.snapshot");
	write_one("./b.snapshot");
	write_one("./c.snapshot.abcdef"); /* left by a process that was killed */
	assert_int_equal(utimensat(AT_FDCWD, "a.snapshot", long_ago, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, "c.snapshot.abcdef", long_ago, 0), 0);
	/* Reading is use. */
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), 0);
	assert_int_equal(stat("a.snapshot", &st), 0);
	assert_int_equal(utimensat(AT_FDCWD, "b.snapshot", long_ago, 0), 0);
	{
		char limit[32];

		snprintf(limit, sizeof(limit), "%lld", (long long)(2 * 512 * st.st_blocks));
		setenv("HOOKBENCH_CACHE_LIMIT", limit, 1);
	}
	write_one("./d.snapshot");
	unsetenv("HOOKBENCH_CACHE_LIMIT");
	assert_int_equal(count_files(), 2);
	assert_int_equal(read_back("./a.snapshot", HEADER, MOST), 0);
	assert_int_equal(read_back("./d.snapshot", HEADER, MOST), 0);
}

static void test_what_a_kill_left_is_removed(void **unused)
{
	const struct timespec long_ago[2] = { { 1000, 0 }, { 1000, 0 } };

	(void)unused;
	write_one("./c.snapshot.abcdef");
	assert_int_equal(utimensat(AT_FDCWD, "c.snapshot.abcdef", long_ago, 0), 0);
	/* Being written now, by another process; and something else. */
	write_text_file("d.snapshot.abcdef", "");
	write_text_file("e.snapshot.abcdefg", "");
	assert_int_equal(utimensat(AT_FDCWD, "e.snapshot.abcdefg", long_ago, 0), 0);
	write_one("./a.snapshot");
	assert_false(exists("c.snapshot.abcdef"));
	assert_true(exists("d.snapshot.abcdef") && exists("e.snapshot.abcdefg"));
}

static void test_the_folder_is_the_users(void **unused)
{
	char path[PATH_MAX], here[PATH_MAX];
	struct stat st;

	(void)unused;
	assert_non_null(getcwd(here, sizeof(here)));
	setenv("XDG_CACHE_HOME", here, 1);
	assert_int_equal(cache_file__folder("snapshots", path, sizeof(path)), 0);
	assert_int_equal(stat("hookbench/snapshots", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(chmod("hookbench", 0777), 0);
	assert_int_equal(cache_file__folder("snapshots", path, sizeof(path)), -EPERM);
	assert_int_equal(chmod("hookbench", 0755), 0);
	assert_int_equal(rmdir("hookbench/snapshots"), 0);
	assert_int_equal(symlink("/tmp", "hookbench/snapshots"), 0);
	assert_int_equal(cache_file__folder("snapshots", path, sizeof(path)), -ELOOP);
	assert_int_equal(unlink("hookbench/snapshots"), 0);
	write_text_file("hookbench/snapshots", "");
	assert_int_equal(cache_file__folder("snapshots", path, sizeof(path)), -ENOTDIR);
	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	assert_int_equal(cache_file__folder("snapshots", path, sizeof(path)), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_what_is_written_is_read),
		folder_test(test_damage_is_noticed),
		folder_test(test_what_stands_before_the_header),
		folder_test(test_what_others_can_change_is_not_used),
		folder_test(test_the_least_recently_used_go_first),
		folder_test(test_what_a_kill_left_is_removed),
		folder_test(test_the_folder_is_the_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
