// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/file.h>
#include <sys/wait.h>

#include "bench/base/locked_folder.h"

#define PREFIX "work"

/* A folder like those of a run, with something in it. */
static void make_folder(const char *name)
{
	assert_int_equal(mkdir(name, 0700), 0);
	assert_int_equal(chdir(name), 0);
	assert_int_equal(mkdir("worker-0", 0700), 0);
	write_text_file("worker-0/file", "x");
	assert_int_equal(chdir(".."), 0);
}

static int lock_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	return fd;
}

static void sweep(void)
{
	char path[PATH_MAX];
	int fd = locked_folder__make(".", PREFIX, path, sizeof(path));

	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(rmdir(path), 0);
}

/* ---- make ---- */

static void test_new_folder_is_private_and_locked(void **state)
{
	char path[PATH_MAX];
	int fd = locked_folder__make(".", PREFIX, path, sizeof(path)), again;
	struct stat by_path, by_fd;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(strncmp(path, "./" PREFIX "-", strlen(path) - 6), 0);
	assert_int_equal(stat(path, &by_path), 0);
	assert_int_equal(fstat(fd, &by_fd), 0);
	assert_int_equal(by_path.st_ino, by_fd.st_ino);
	assert_int_equal(by_path.st_mode & 07777, 0700);
	again = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(again, LOCK_EX | LOCK_NB), -1);
	close(again);
	close(fd);
}

static void test_folders_differ(void **state)
{
	char a[PATH_MAX], b[PATH_MAX];
	int fd_a = locked_folder__make(".", PREFIX, a, sizeof(a));
	int fd_b = locked_folder__make(".", PREFIX, b, sizeof(b));

	(void)state;
	assert_string_not_equal(a, b);
	/* Making the second did not remove the first. */
	assert_true(exists(a) && exists(b));
	close(fd_a);
	close(fd_b);
}

static void test_no_such_parent(void **state)
{
	char path[PATH_MAX];

	(void)state;
	assert_int_equal(locked_folder__make("missing", PREFIX, path, sizeof(path)), -ENOENT);
	assert_int_equal(locked_folder__make(".", PREFIX, path, 10), -ENAMETOOLONG);
	assert_int_equal(count_entries("."), 0);
}

/* ---- a parent that is locked ---- */

/* A process that locks the folder, until `release` is closed. */
static pid_t lock_elsewhere(const char *path, int *release)
{
	int ready[2], end[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(end), 0);
	pid = fork();
	if (!pid) {
		close(end[1]);
		flock(open(path, O_RDONLY | O_DIRECTORY), LOCK_EX);
		_exit(write(ready[1], "", 1) != 1 || read(end[0], &byte, 1) != 0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	close(end[0]);
	*release = end[1];
	return pid;
}

static void test_a_parent_that_stays_locked(void **state)
{
	char path[PATH_MAX], holder[64];
	int release;
	pid_t pid = lock_elsewhere(".", &release);

	(void)state;
	log_begin();
	locked_folder__patience_ms = 100;
	assert_int_equal(locked_folder__make(".", PREFIX, path, sizeof(path)), -EWOULDBLOCK);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	snprintf(holder, sizeof(holder), ". is locked, by process %d (", pid);
	assert_logs(holder);
	assert_logs("waiting for 0.1 s at most");
	assert_int_equal(count_entries("."), 0);
	assert_string_equal(locked_folder__error(-EWOULDBLOCK),
			    "another process holds the folder's lock");
	assert_string_equal(locked_folder__error(-ENOENT), strerror(ENOENT));
	close(release);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	sweep();
}

static int released; /* closed by the warning, which frees the lock */

static void release_on_warning(enum log_level level, const char *message)
{
	(void)message;
	assert_int_equal(level, LOG_WARNING);
	close(released);
}

static void test_a_parent_that_is_locked_for_a_while(void **state)
{
	pid_t pid = lock_elsewhere(".", &released);

	(void)state;
	locked_folder__patience_ms = 60000;
	log__set_sink(release_on_warning);
	sweep();
	log__set_sink(NULL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* ---- sweeping ---- */

static void test_stale_folder_is_swept(void **state)
{
	(void)state;
	make_folder(PREFIX "-aB3xYz");
	sweep();
	assert_int_equal(count_entries("."), 0);
}

static void test_locked_folder_is_kept(void **state)
{
	int lock;

	(void)state;
	make_folder(PREFIX "-aB3xYz");
	lock = lock_folder(PREFIX "-aB3xYz");
	sweep();
	assert_true(exists(PREFIX "-aB3xYz/worker-0/file"));
	close(lock);
	sweep();
	assert_int_equal(count_entries("."), 0);
}

static void test_look_alikes_are_kept(void **state)
{
	static const char *const names[] = { PREFIX,
					     PREFIX "-",
					     PREFIX "-12345",
					     PREFIX "-1234567",
					     PREFIX "s-123456",
					     "x" PREFIX "-12345",
					     PREFIX "_123456",
					     "." PREFIX "-123456" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		make_folder(names[i]);
	write_text_file(PREFIX "-123456", "a file");
	sweep();
	assert_int_equal(count_entries("."), COUNT_OF(names) + 1);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_int_equal(count_entries(names[i]), 1);
}

static void test_symbolic_link_is_not_swept(void **state)
{
	(void)state;
	make_folder("elsewhere");
	assert_int_equal(symlink("elsewhere", PREFIX "-123456"), 0);
	sweep();
	assert_true(exists(PREFIX "-123456"));
	assert_true(exists("elsewhere/worker-0/file"));
}

/* ---- remove_tree ---- */

static void test_remove_tree_stays_inside(void **state)
{
	(void)state;
	make_folder("elsewhere");
	make_folder("tree");
	assert_int_equal(symlink("../elsewhere", "tree/folder"), 0);
	assert_int_equal(symlink("../elsewhere/worker-0/file", "tree/file"), 0);
	assert_int_equal(symlink("nowhere", "tree/dangling"), 0);
	assert_int_equal(symlink("..", "tree/worker-0/up"), 0);
	write_text_file("tree/.hidden", "x");
	locked_folder__remove_tree("tree");
	assert_false(exists("tree"));
	assert_true(exists("elsewhere/worker-0/file"));
	locked_folder__remove_tree("missing");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_new_folder_is_private_and_locked),
		folder_test(test_folders_differ),
		folder_test(test_no_such_parent),
		folder_test(test_a_parent_that_stays_locked),
		folder_test(test_a_parent_that_is_locked_for_a_while),
		folder_test(test_stale_folder_is_swept),
		folder_test(test_locked_folder_is_kept),
		folder_test(test_look_alikes_are_kept),
		folder_test(test_symbolic_link_is_not_swept),
		folder_test(test_remove_tree_stays_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
