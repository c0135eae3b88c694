// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/mapped_code.h"

static void test_mapped(void **unused)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	struct mapped_code mapped;

	(void)unused;
	write_text_file("file", "begin");
	assert_int_equal(truncate("file", (off_t)(3 * page)), 0);
	mapped = mapped_code__open("file", 5);
	assert_non_null(mapped.at);
	assert_memory_equal(mapped.at, "begin", 5);
	mapped_code__close(&mapped);
	assert_null(mapped.at);
	mapped = mapped_code__open("file", page + 7);
	assert_non_null(mapped.at);
	assert_int_equal(*(char *)mapped.at, 0);
	mapped_code__close(&mapped);
	mapped_code__close(&mapped);
	assert_null(mapped_code__open("missing", 0).at);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_null(mapped_code__open("pipe", 0).at);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_mapped) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
