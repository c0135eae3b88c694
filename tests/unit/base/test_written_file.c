// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>

#include "bench/base/written_file.h"

static FILE *open_end(int fd, const char *mode)
{
	FILE *file = fdopen(fd, mode);

	assert_non_null(file);
	return file;
}

static void test_what_arrives(void **state)
{
	FILE *file = fopen("file", "we");

	(void)state;
	fputs("text", file);
	assert_int_equal(written_file__flush(file), 0);
	assert_int_equal(written_file__close(file), 0);
}

/* Whether the failure is noticed at once, or was at an earlier flush that nobody looked at. */
static void test_a_full_disk(void **state)
{
	FILE *file;

	(void)state;
	for (int early = 0; early < 2; early++) {
		file = fopen("/dev/full", "we");
		fputs("text", file);
		if (early)
			fflush(file);
		assert_int_equal(written_file__flush(file), -ENOSPC);
		written_file__close(file);
	}
	/* Nothing is left to be written, and no errno. */
	file = fopen("/dev/full", "we");
	setvbuf(file, NULL, _IONBF, 0);
	fputs("text", file);
	errno = ENOENT;
	assert_int_equal(written_file__close(file), -EIO);
}

static void test_a_reader_that_has_gone(void **state)
{
	int ends[2];
	FILE *file;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(ends), 0);
	file = open_end(ends[1], "w");
	setvbuf(file, NULL, _IONBF, 0);
	close(ends[0]);
	fputs("text", file);
	errno = 0;
	assert_int_equal(written_file__flush(file), -EPIPE);
	assert_int_equal(written_file__close(file), -EPIPE);
	signal(SIGPIPE, SIG_DFL);
}

/* As stdout is after >&-. */
static void test_what_is_not_open_for_writing(void **state)
{
	FILE *file;

	(void)state;
	file = fopen("/dev/null", "re");
	fputs("text", file);
	assert_int_equal(written_file__flush(file), -EBADF);
	written_file__close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_what_arrives),
		cmocka_unit_test(test_a_full_disk),
		cmocka_unit_test(test_a_reader_that_has_gone),
		cmocka_unit_test(test_what_is_not_open_for_writing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
