// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/checksum.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/support.h"

/* The check value that catalogues of CRCs give for CRC-32. */
#define NINE	     "123456789"
#define NINE_CHECKED 0xcbf43926

static void test_checksum_is_crc32_also_in_pieces(void **state)
{
	char text[CHECKSUM_SIZE];

	(void)state;
	assert_int_equal(checksum__add(0, NINE, 9), NINE_CHECKED);
	assert_int_equal(checksum__add(checksum__add(0, "1234", 4), "56789", 5), NINE_CHECKED);
	checksum__format(0xabc, text);
	assert_string_equal(text, "crc32:00000abc");
}

static void test_checksum_of_file(void **state)
{
	char path[] = "/tmp/hookbench-test-XXXXXX";
	int fd = mkstemp(path);
	uint32_t checksum = 0;

	(void)state;
	assert_int_equal(write(fd, NINE, 9), 9);
	close(fd);
	assert_int_equal(checksum__add_file(&checksum, path), 0);
	assert_int_equal(checksum, NINE_CHECKED);
	unlink(path);
	assert_int_equal(checksum__add_file(&checksum, path), -ENOENT);
	assert_int_equal(checksum__add_file(&checksum, "/"), -EISDIR);
	assert_int_equal(checksum, NINE_CHECKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_checksum_is_crc32_also_in_pieces),
		cmocka_unit_test(test_checksum_of_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
