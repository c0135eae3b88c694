// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/base/process_limits.h"

/* In a child: whether, with the streams of `closed` closed, the next file is none of them. */
static int open_streams(const char *closed)
{
	for (; *closed; closed++)
		close(*closed - '0');
	process_limits__open_streams();
	if (open("/dev/zero", O_RDONLY) <= STDERR_FILENO)
		return 1;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			return 2;
	return 0;
}

static void test_closed_streams_are_opened(void **state)
{
	static const char *const closed[] = { "", "0", "1", "2", "01", "12", "02", "012" };

	(void)state;
	for (size_t i = 0; i < sizeof(closed) / sizeof(*closed); i++) {
		int status;
		pid_t pid = fork();

		if (!pid)
			_exit(open_streams(closed[i]));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

/* What is open stays as it is; a result that is written to a closed stdout is still an error. */
static void test_stdin_ends_and_stdout_fails(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (!pid) {
		char byte;

		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		process_limits__open_streams();
		_exit(read(STDIN_FILENO, &byte, 1) != 0 || write(STDOUT_FILENO, "x", 1) != -1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* 0 or -errno of the check, with this limit. */
static int check_with(__rlimit_resource_t resource, rlim_t soft)
{
	struct rlimit before, limit;
	int err;

	assert_int_equal(getrlimit(resource, &before), 0);
	limit = (struct rlimit){ soft, before.rlim_max };
	assert_int_equal(setrlimit(resource, &limit), 0);
	log_begin();
	err = process_limits__check();
	assert_int_equal(setrlimit(resource, &before), 0);
	return err;
}

static void test_small_limits_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check_with(RLIMIT_NOFILE, 63), -EMFILE);
	assert_string_equal(caught.last, "the number of open files is limited to 63 (ulimit -n): "
					 "allow at least 64");
	assert_int_equal(check_with(RLIMIT_NOFILE, 64), 0);
	assert_int_equal(check_with(RLIMIT_STACK, (rlim_t)1024 * 1024 - 1), -EMFILE);
	assert_string_equal(caught.last,
			    "the stack is limited to 1023 KiB (ulimit -s): allow at least 1024");
	assert_int_equal(check_with(RLIMIT_STACK, (rlim_t)1024 * 1024), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_closed_streams_are_opened),
		cmocka_unit_test(test_stdin_ends_and_stdout_fails),
		cmocka_unit_test(test_small_limits_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
