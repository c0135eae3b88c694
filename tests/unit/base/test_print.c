// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/print.h"

/* The same by print__text and by the C library, for texts that need no encoding. */
#define assert_like_printf(...)                                            \
	do {                                                               \
		char ours[256], theirs[256];                               \
                                                                           \
		print__text(ours, sizeof(ours), TO_TERMINAL, __VA_ARGS__); \
		snprintf(theirs, sizeof(theirs), __VA_ARGS__);             \
		assert_string_equal(ours, theirs);                         \
	} while (0)

static void test_conversions(void **state)
{
	char text[64];

	(void)state;
	assert_like_printf("nothing, 100 %%");
	assert_like_printf("%d|%5d|%-5d|%+d|%05d|%i", -7, -7, -7, 7, 7, 7);
	assert_like_printf("%u %x %X %#x %o", 7U, 255U, 255U, 255U, 8U);
	assert_like_printf("%ld %lld %lu %llu", -1L, LLONG_MIN, ULONG_MAX, ULLONG_MAX);
	assert_like_printf("%zu %zd %jd %td", SIZE_MAX, (ssize_t)-1, INTMAX_MIN, (ptrdiff_t)-2);
	assert_like_printf("%" PRId64 " %+12" PRId64 " %8" PRIu64, INT64_MIN, INT64_C(5),
			   UINT64_C(9));
	assert_like_printf("%hd %hhu", (short)-3, (unsigned char)200);
	assert_like_printf("%f %.0f %.3g %12.4e %+.1f %*.*f", 1.5, 2.5, 1234567.0, 0.001, 3.0, 9, 2,
			   1.25);
	/* What nobody measured is not shown as a number. */
	print__text(text, sizeof(text), TO_TERMINAL, "%f|%5.0f|%-5.1f|%+g", (double)INFINITY,
		    -(double)INFINITY, (double)NAN, (double)NAN);
	assert_string_equal(text, "-|    -|-    |-");
	assert_like_printf("%s|%5s|%-5s|%.2s|%5.1s|%*s|%-*s|%.*s", "abc", "abc", "abc", "abc",
			   "abc", 6, "abc", 6, "abc", 1, "abc");
	assert_like_printf("%*s|", -6, "abc");
	assert_like_printf("%c%c", 'a', 'b');
	assert_like_printf("%.0d|%.3d", 0, 7);
}

static void test_strings_are_encoded_and_formats_are_not(void **state)
{
	char text[128];

	(void)state;
	print__text(text, sizeof(text), TO_TERMINAL, "\033[1m%s\033[0m\n", "\033[1m\n");
	assert_string_equal(text, "\033[1m\\x1b[1m\\n\033[0m\n");
	print__text(text, sizeof(text), TO_HTML, "<b>%s%c</b>", "<i>", '&');
	assert_string_equal(text, "<b>&lt;i&gt;&amp;</b>");
}

/* A width counts what is seen, after encoding. */
static void test_width(void **state)
{
	char text[64];

	(void)state;
	print__text(text, sizeof(text), TO_TERMINAL, "%-6s|%6s|", "gr\303\274n", "a\033");
	assert_string_equal(text, "gr\303\274n  | a\\x1b|");
}

/* Bytes behind the precision are not read. Run with the sanitizers. */
static void test_precision(void **state)
{
	char *exact = malloc(3), text[64];

	(void)state;
	memcpy(exact, "ab\342", 3);
	print__text(text, sizeof(text), TO_TERMINAL, "%.*s|%-7.*s|", 3, exact, 2, exact);
	assert_string_equal(text, "ab\\xe2|ab     |");
	free(exact);
}

static void test_cut(void **state)
{
	char text[16];

	(void)state;
	for (size_t size = 1; size < sizeof(text); size++) {
		memset(text, '#', sizeof(text));
		print__text(text, size, TO_TERMINAL, "a%s%d%s", "\033", 12345, "bcdefghijkl");
		assert_true(strlen(text) < size);
		assert_int_equal(text[size], '#');
	}
}

static char *printed;

static FILE *begin(size_t *size)
{
	free(printed);
	printed = NULL;
	return open_memstream(&printed, size);
}

static void test_files(void **state)
{
	char *long_word = malloc(100001);
	size_t size;
	FILE *file = begin(&size);

	(void)state;
	print__csv(file, "%s,%d,%s\n", "a,b", 1, "=x");
	print__ktap(file, "ok 1 %s\n", "a\nok 9 b");
	fclose(file);
	assert_string_equal(printed, "\"a,b\",1,'=x\nok 1 a\\nok 9 b\n");
	/* As long as it is. */
	memset(long_word, 'x', 100000);
	long_word[100000] = '\0';
	file = begin(&size);
	print__html(file, "%s", long_word);
	fclose(file);
	assert_int_equal(size, 100000);
	free(long_word);
	free(printed);
	printed = NULL;
}

/* JSON may have any character but those below ' '; a terminal acts on others, too. */
static void test_json(void **state)
{
	json_t *json = json_pack("[s]", "\302\2331m\303\274\033\177");
	size_t size;
	FILE *file = begin(&size);

	(void)state;
	assert_int_equal(print__json(file, json, JSON_COMPACT), 0);
	fclose(file);
	assert_string_equal(printed, "[\"\\u009B1m\\u00FC\\u001B\\u007F\"]");
	json_decref(json);
	free(printed);
	printed = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversions),
		cmocka_unit_test(test_strings_are_encoded_and_formats_are_not),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_precision),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
