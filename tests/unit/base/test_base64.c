// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/base64.h"

/* RFC 4648, section 10. */
static void test_vectors(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *text = base64__encode(rows[i][0], strlen(rows[i][0]));
		size_t size;
		void *data = base64__decode(rows[i][1], &size);

		assert_string_equal(text, rows[i][1]);
		assert_int_equal(size, strlen(rows[i][0]));
		assert_memory_equal(data, rows[i][0], size);
		free(text);
		free(data);
	}
}

static void test_all_bytes(void **state)
{
	uint8_t bytes[512];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	for (size_t n = 250; n < sizeof(bytes); n++) {
		char *text = base64__encode(bytes, n);
		size_t size;
		void *data = base64__decode(text, &size);

		assert_int_equal(size, n);
		assert_memory_equal(data, bytes, n);
		free(data);
		free(text);
	}
}

static void test_no_base64(void **state)
{
	static const char *const texts[] = {
		"=", "Z", "Zg", "Zg=", "Z===", "====", "Zm9*", "Zm=v"
	};
	size_t size;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_null(base64__decode(texts[i], &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_all_bytes),
		cmocka_unit_test(test_no_base64),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
