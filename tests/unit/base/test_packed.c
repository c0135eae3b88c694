// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/packed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

static void test_round_trip(void **state)
{
	static const size_t sizes[] = { 0, 1, 5000, 300000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		unsigned char *bytes = calloc(1, sizes[i] + 1);
		json_t *json;
		size_t size;
		void *read;

		for (size_t j = 0; j < sizes[i]; j++)
			bytes[j] = (unsigned char)(j * j >> 3);
		json = packed__write(bytes, sizes[i]);
		assert_non_null(json);
		assert_int_equal(packed__read(json, 1 << 20, &read, &size), 0);
		assert_int_equal(size, sizes[i]);
		assert_memory_equal(read, bytes, sizes[i]);
		assert_int_equal(((char *)read)[size], 0);
		free(read);
		free(bytes);
		json_decref(json);
	}
}

/* Zeroes shrink to nearly nothing: the limit is on what they become. */
static void test_a_bomb_is_refused(void **state)
{
	char *zeroes = calloc(1, 1 << 20);
	json_t *json = packed__write(zeroes, 1 << 20);
	size_t size;
	void *read;

	(void)state;
	assert_true(json_string_length(json) < 8192);
	assert_int_equal(packed__read(json, (1 << 20) - 1, &read, &size), -EINVAL);
	assert_null(read);
	assert_int_equal(packed__read(json, 1 << 20, &read, &size), 0);
	free(read);
	free(zeroes);
	json_decref(json);
}

static void test_what_is_not_packed(void **state)
{
	static const char *const texts[] = { "", "no base64!", "AAAA", "eJw=" };
	json_t *json = json_integer(7);
	size_t size;
	void *read;

	(void)state;
	assert_int_equal(packed__read(NULL, 100, &read, &size), -EINVAL);
	assert_int_equal(packed__read(json, 100, &read, &size), -EINVAL);
	json_decref(json);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		json = json_string(texts[i]);
		assert_int_equal(packed__read(json, 100, &read, &size), -EINVAL);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_a_bomb_is_refused),
		cmocka_unit_test(test_what_is_not_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
