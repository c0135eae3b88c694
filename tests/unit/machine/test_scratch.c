// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/wait.h>

#include "bench/machine/scratch.h"

/* A download of this project's own source, of a branch whose name has six letters. */
static void test_other_folders_of_that_name_are_kept(void **state)
{
	struct scratch scratch;

	(void)state;
	assert_int_equal(mkdir("hookbench-master", 0755), 0);
	write_text_file("hookbench-master/README.md", "x");
	assert_int_equal(scratch__create(&scratch, "."), 0);
	scratch__remove(&scratch);
	assert_true(exists("hookbench-master/README.md"));
}

static void test_scratch_below_a_folder(void **state)
{
	struct scratch scratch;
	int a, b;

	(void)state;
	log_begin();
	assert_int_equal(scratch__create(&scratch, "."), 0);
	assert_true(exists(scratch.path));
	assert_true(scratch.file_system[0]);
	a = scratch__subfolder(&scratch, 0);
	b = scratch__subfolder(&scratch, 1);
	assert_true(a >= 0 && b >= 0 && a != b);
	assert_int_equal(count_entries(scratch.path), 2);
	assert_int_equal(mkdirat(a, "below", 0700), 0);
	close(a);
	close(b);
	scratch__remove(&scratch);
	scratch__remove(&scratch); /* once is enough, twice does no harm */
	assert_int_equal(count_entries("."), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

static void test_scratch_below_nothing(void **state)
{
	struct scratch scratch;

	(void)state;
	log_begin();
	assert_int_equal(scratch__create(&scratch, "missing"), -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("missing");
	assert_logs("--dir");
	scratch__remove(&scratch);
	assert_int_equal(count_entries("."), 0);
}

static void test_scratch_that_is_mounted_nowhere(void **state)
{
	struct scratch scratch;
	int folder;

	(void)state;
	if (geteuid())
		skip_because("mounting a tmpfs needs root");
	log_begin();
	assert_int_equal(scratch__create(&scratch, NULL), 0);
	if (scratch.path[0])
		skip_because("mounting a tmpfs is not allowed here, even to root");
	assert_string_equal(scratch.path, "");
	assert_string_equal(scratch.file_system, "tmpfs");
	folder = scratch__subfolder(&scratch, 3);
	assert_true(folder >= 0);
	assert_int_equal(mkdirat(folder, "below", 0700), 0);
	close(folder);
	scratch__remove(&scratch);
	assert_int_equal(scratch.fd, -1);
}

/* In a child, which gives up the right to mount. */
static void test_scratch_without_the_right_to_mount(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (!child) {
		struct scratch scratch;

		log_begin();
		if (!geteuid() && setresuid(65534, 65534, 65534))
			_exit(1);
		if (scratch__create(&scratch, NULL) || !scratch.path[0] || !exists(scratch.path))
			_exit(2);
		if (caught.n[LOG_WARNING] != 1 || !strstr(caught.last, scratch.path))
			_exit(3);
		scratch__remove(&scratch);
		_exit(exists(scratch.path) ? 4 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_other_folders_of_that_name_are_kept),
		folder_test(test_scratch_below_a_folder),
		folder_test(test_scratch_below_nothing),
		cmocka_unit_test(test_scratch_that_is_mounted_nowhere),
		cmocka_unit_test(test_scratch_without_the_right_to_mount),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
