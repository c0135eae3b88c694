// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/memory_file.h"

static void test_it_can_be_opened_by_its_number(void **unused)
{
	int fd = memory_file__make("bytes", "some\0bytes", 10);
	char path[64], bytes[16];
	FILE *file;

	(void)unused;
	assert_true(fd >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	/* From its beginning, each time. */
	for (int i = 0; i < 2; i++) {
		file = fopen(path, "re");
		assert_non_null(file);
		assert_int_equal(fread(bytes, 1, sizeof(bytes), file), 10);
		assert_memory_equal(bytes, "some\0bytes", 10);
		fclose(file);
	}
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_can_be_opened_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
