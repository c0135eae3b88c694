// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <fcntl.h>

#include "bench/machine/own_code.h"

/* The code is at that offset of the file, byte by byte. */
static void test_the_file_has_the_code_there(void **state)
{
	const uintptr_t address = (uintptr_t)own_code__offset;
	char in_memory[32], in_file[32];
	uint64_t offset;
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(own_code__offset(address, &offset), 0);
	memcpy(in_memory, (const void *)address, sizeof(in_memory));
	assert_int_equal(pread(fd, in_file, sizeof(in_file), (off_t)offset), sizeof(in_file));
	assert_memory_equal(in_memory, in_file, sizeof(in_file));
	close(fd);
}

static void test_what_is_elsewhere(void **state)
{
	char on_the_stack;
	uint64_t offset;

	(void)state;
	assert_int_equal(own_code__offset((uintptr_t)&on_the_stack, &offset), -ENOENT);
	assert_int_equal(own_code__offset((uintptr_t)fclose, &offset), -ENOENT); /* a library */
	assert_int_equal(own_code__offset(0, &offset), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_file_has_the_code_there),
		cmocka_unit_test(test_what_is_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
