// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/byte_range.h"

static const struct byte_range bytes = { (const uint8_t *)"\x01\x02\x03\x84\x05", 5 };

static void test_a_part_is_within_the_whole(void **unused)
{
	const struct byte_range part = byte_range__part(bytes, 1, 3);

	(void)unused;
	assert_ptr_equal(part.at, bytes.at + 1);
	assert_int_equal(part.size, 3);
	assert_non_null(byte_range__part(bytes, 5, 0).at);
	assert_null(byte_range__part(bytes, 5, 1).at);
	assert_null(byte_range__part(bytes, 6, 0).at);
	assert_null(byte_range__part(bytes, 2, SIZE_MAX).at);
	assert_null(byte_range__part(bytes, SIZE_MAX, 2).at);
	assert_null(byte_range__part(byte_range__part(bytes, 6, 0), 0, 0).at);
}

static void test_numbers_are_little_endian(void **unused)
{
	(void)unused;
	assert_int_equal(byte_range__number(bytes, 0, 1), 1);
	assert_int_equal(byte_range__number(bytes, 0, 2), 0x0201);
	assert_int_equal(byte_range__number(bytes, 1, 4), 0x05840302);
	assert_int_equal(byte_range__number(bytes, 2, 4), 0);
}

static void test_text_at_a_place(void **unused)
{
	(void)unused;
	assert_true(byte_range__has(bytes, 3, "\x84\x05", 2));
	assert_false(byte_range__has(bytes, 3, "\x84\x06", 2));
	assert_false(byte_range__has(bytes, 4, "\x05", 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_part_is_within_the_whole),
		cmocka_unit_test(test_numbers_are_little_endian),
		cmocka_unit_test(test_text_at_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
