// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/document/html_text.h"

static char *text;

static void test_characters(void **state)
{
	static const struct {
		const char *from, *to;
	} rows[] = {
		{ "plain, \303\244\342\202\254\360\237\220\235",
		  "plain, \303\244\342\202\254\360\237\220\235" },
		{ "a\tb\nc", "a\tb\nc" },
		{ "\x7f|\302\205|\342\200\256", "&#xfffd;|&#xfffd;|&#xfffd;" },
		/* Too long a form of '<', half a character, a surrogate, what is beyond. */
		{ "\300\274", "&#xfffd;&#xfffd;" },
		{ "\342\202", "&#xfffd;&#xfffd;" },
		{ "\355\240\200", "&#xfffd;" },
		{ "\364\220\200\200", "&#xfffd;" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t size;
		FILE *file = open_memstream(&text, &size);

		html_text__write(file, rows[i].from);
		fclose(file);
		assert_string_equal(text, rows[i].to);
		free(text);
		text = NULL;
	}
}

static void test_markup(void **state)
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	html_text__write(file, "<a href=\"x\">'&amp;'");
	fclose(file);
	assert_string_equal(text, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;");
	free(text);
}

static void test_print(void **state)
{
	char *expected = malloc(8192), *long_word = malloc(8192);
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	html_text__print(file, "%s of %d", "<1>", 2);
	fclose(file);
	assert_string_equal(text, "&lt;1&gt; of 2");
	free(text);
	/* It is cut, and ended. */
	memset(long_word, 'x', 8191);
	long_word[8191] = '\0';
	snprintf(expected, 8192, "%.4095s", long_word);
	file = open_memstream(&text, &size);
	html_text__print(file, "%s", long_word);
	fclose(file);
	assert_string_equal(text, expected);
	free(text);
	free(long_word);
	free(expected);
}

static void test_next(void **state)
{
	size_t length;

	(void)state;
	assert_int_equal(html_text__next("\342\202\254x", &length), 0x20ac);
	assert_int_equal(length, 3);
	assert_int_equal(html_text__next("x", &length), 'x');
	assert_int_equal(length, 1);
	/* Not further than the end. */
	assert_int_equal(html_text__next("\360\220", &length), 0xfffd);
	assert_int_equal(length, 1);
	assert_int_equal(html_text__next("\342\200\256", &length), 0xfffd);
	assert_int_equal(length, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
