// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/wait.h>

#include "bench/base/descriptors.h"

/* Each test runs in a child, as the descriptors of this process are needed. The child's status is
 * the line of what is wrong; 0: nothing. */
#define require(condition)               \
	do {                             \
		if (!(condition))        \
			_exit(__LINE__); \
	} while (0)

static void assert_child(void (*child)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (!pid) {
		child();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static bool is_file(int fd, const char *name)
{
	struct stat a, b;

	return !fstat(fd, &a) && !stat(name, &b) && a.st_ino == b.st_ino;
}

/* The second is wanted where the first is, and the first where the second is. */
static void swap(void)
{
	int fds[2];

	close(0);
	close(1);
	require(open("b", O_RDONLY) == 0 && open("a", O_RDONLY) == 1);
	fds[0] = 1;
	fds[1] = 0;
	require(!descriptors__keep_only(fds, 2));
	require(is_file(0, "a") && is_file(1, "b"));
	for (int fd = 2; fd < 64; fd++)
		require(!is_open(fd));
}

static void leave_out(void)
{
	int fds[] = { open("a", O_RDONLY), -1, open("b", O_RDONLY) };

	require(!descriptors__keep_only(fds, 3));
	require(is_file(0, "a") && !is_open(1) && is_file(2, "b") && !is_open(3));
}

static void name_none(void)
{
	int fds[] = { 77 };

	require(descriptors__keep_only(fds, 1) == -EBADF);
	require(is_open(0));
}

static void test_keep_only(void **state)
{
	(void)state;
	write_text_file("a", "a");
	write_text_file("b", "b");
	assert_child(swap);
	assert_child(leave_out);
	assert_child(name_none);
}

int main(void)
{
	const struct CMUnitTest tests[] = { folder_test(test_keep_only) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
