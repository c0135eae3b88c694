// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/encode.h"

/* U+FFFD */
#define LOST "\357\277\275"

/* Everything that some destination acts on. */
#define HOSTILE \
	"\033[31m\a\233\302\2331m\nok 9 b\r\342\200\256<b>&\"'`|*_[x](y)#@\\]]>$\377\342\202"

static const struct {
	enum destination to;
	const char *text, *encoded;
} rows[] = {
	{ TO_TERMINAL, "", "" },
	{ TO_TERMINAL, "a\\b\tc\nd\r\033", "a\\b\tc\\nd\\r\\x1b" },
	{ TO_TERMINAL_LINES, "a\tb\\\n\033[m\xff", "a\tb\\\n  \\x1b[m\\xff" },
	{ TO_TERMINAL_NAME, "plain name", "plain name" },
	{ TO_TERMINAL_NAME, "a\nb\tc\rd", "a\\nb\\tc\\rd" },
	{ TO_TERMINAL_NAME, "\x1b[31m\x7f\x01", "\\x1b[31m\\x7f\\x01" },
	{ TO_TERMINAL_NAME, "back\\slash", "back\\\\slash" },
	{ TO_TERMINAL_NAME, "gr\303\274n \342\202\254 \360\237\220\247",
	  "gr\303\274n \342\202\254 \360\237\220\247" },
	/* A control character of two bytes, one that turns the writing, one that ends a line. */
	{ TO_TERMINAL_NAME, "\302\2331m", "\\xc2\\x9b1m" },
	{ TO_TERMINAL_NAME, "\342\200\256txt", "\\xe2\\x80\\xaetxt" },
	{ TO_TERMINAL_NAME, "\342\200\250", "\\xe2\\x80\\xa8" },
	/* Not UTF-8: alone, cut, longer than need be, a surrogate, beyond Unicode. */
	{ TO_TERMINAL_NAME, "\377\200", "\\xff\\x80" },
	{ TO_TERMINAL_NAME, "\342\202", "\\xe2\\x82" },
	{ TO_TERMINAL_NAME, "\300\257", "\\xc0\\xaf" },
	{ TO_TERMINAL_NAME, "\355\240\200", "\\xed\\xa0\\x80" },
	{ TO_TERMINAL_NAME, "\364\220\200\200", "\\xf4\\x90\\x80\\x80" },
	{ TO_KTAP, "a\nok 9 b # SKIP", "a\\nok 9 b \\x23 SKIP" },
	{ TO_CSV, "plain", "plain" },
	{ TO_CSV, "a,b", "\"a,b\"" },
	{ TO_CSV, "a\"b\nc", "\"a\"\"b\\nc\"" },
	{ TO_CSV, "=1+1", "'=1+1" },
	{ TO_CSV, "+1", "'+1" },
	{ TO_CSV, "-1,2", "\"'-1,2\"" },
	{ TO_CSV, "@x", "'@x" },
	{ TO_CSV, "1-1", "1-1" },
	{ TO_CSV, "", "" },
	{ TO_MARKDOWN, "raw_tp _a_ *b*", "raw_tp \\_a\\_ \\*b\\*" },
	{ TO_MARKDOWN, "a|b\n# c", "a\\|b \\# c" },
	{ TO_MARKDOWN, "<b>&@x [a](b)", "&lt;b&gt;&amp;&#64;x \\[a\\](b)" },
	{ TO_MARKDOWN, "\033\377", LOST LOST },
	{ TO_MARKDOWN_CODE, "a`b\n<c>", "a'b <c>" },
	{ TO_HTML, "plain, \303\244\342\202\254\360\237\220\235",
	  "plain, \303\244\342\202\254\360\237\220\235" },
	{ TO_HTML, "a\tb\nc", "a\tb&#10;c" },
	{ TO_HTML, "<a href=\"x\">'&amp;']]>",
	  "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;]]&gt;" },
	{ TO_HTML, "\x7f|\302\205|\342\200\256", "&#xfffd;|&#xfffd;|&#xfffd;" },
	{ TO_HTML, "\300\274", "&#xfffd;&#xfffd;" },
	{ TO_GNUPLOT, "6.12.1", "6.12.1" },
	{ TO_GNUPLOT, "true ''", "true \342\200\231\342\200\231" },
	{ TO_GNUPLOT, "a\"; system `x`\\\nEOD\n",
	  "a\342\200\235; system \342\200\230x\342\200\230\342\210\226 EOD " },
	{ TO_OPENMETRICS, "a\"b\\n\nc\td'`", "a\\\"b\\\\n\\nc\td'`" },
	{ TO_OPENMETRICS, "\033[31m\377", "\357\277\275[31m\357\277\275" },
	{ TO_FILE_NAME, "kprobe+kretprobe", "kprobe+kretprobe" },
	{ TO_FILE_NAME, "../../etc/x", "_.._.._etc_x" },
	{ TO_FILE_NAME, ".", "_." },
	{ TO_FILE_NAME, "", "_" },
	{ TO_FILE_NAME, "a\nb\377", "a_b_" },
};

static void test_rows(void **state)
{
	char out[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		encode__text(out, sizeof(out), rows[i].to, rows[i].text);
		assert_string_equal(out, rows[i].encoded);
	}
}

static char *write_out(enum destination to, const char *text)
{
	char *out = NULL;
	size_t size;
	FILE *file = open_memstream(&out, &size);

	assert_non_null(file);
	encode__write(file, to, text);
	fclose(file);
	return out;
}

/* A file gets the same as memory. */
static void test_file(void **state)
{
	char out[512];

	(void)state;
	for (enum destination to = TO_TERMINAL; to <= TO_FILE_NAME; to++) {
		char *written = write_out(to, HOSTILE);

		encode__text(out, sizeof(out), to, HOSTILE);
		assert_string_equal(written, out);
		free(written);
	}
}

/* What no destination may get, and what each of them acts on. */
static void test_nothing_hostile_is_left(void **state)
{
	static const struct {
		enum destination to;
		const char *forbidden;
	} acted_on[] = {
		{ TO_TERMINAL, "\n" },
		{ TO_TERMINAL_LINES, "" },
		{ TO_TERMINAL_NAME, "\n\t" },
		{ TO_KTAP, "\n#" },
		{ TO_CSV, "\n" },
		{ TO_MARKDOWN, "\n<>" },
		{ TO_MARKDOWN_CODE, "\n`" },
		{ TO_HTML, "\n<>\"'" },
		{ TO_GNUPLOT, "\n'\"`\\" },
		{ TO_OPENMETRICS, "\n" },
		{ TO_FILE_NAME, "\n/" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(acted_on); i++) {
		char *out = write_out(acted_on[i].to, HOSTILE);

		for (const char *c = out; *c; c++) {
			assert_true((unsigned char)*c >= ' ' || *c == '\n' || *c == '\t');
			assert_null(strchr(acted_on[i].forbidden, *c));
		}
		/* Valid UTF-8, and no character that is acted on. */
		for (char *c = out; *c; c++)
			*c = *c == '\n' || *c == '\t' ? ' ' : *c;
		assert_true(encode__is_plain(out));
		free(out);
	}
}

/* A text need not end: what is behind the given bytes is not read. Run with the sanitizers. */
static void test_bytes_without_an_end(void **state)
{
	static const char bytes[] = { 'a', 'b', '\342', '\202' };
	char *exact = malloc(sizeof(bytes)), out[64];
	json_t *json;

	(void)state;
	memcpy(exact, bytes, sizeof(bytes));
	encode__text_bytes(out, sizeof(out), TO_TERMINAL_NAME, exact, sizeof(bytes));
	assert_string_equal(out, "ab\\xe2\\x82");
	json = encode__json_bytes(exact, sizeof(bytes));
	assert_string_equal(json_string_value(json), "ab" LOST LOST);
	json_decref(json);
	free(exact);
}

/* Whatever the size is, the end is there and nothing behind it is touched. */
static void test_small(void **state)
{
	char out[32];

	(void)state;
	for (size_t size = 1; size < 24; size++) {
		memset(out, '#', sizeof(out));
		encode__text(out, size, TO_TERMINAL, "\x1b\xc3\xbc\n\xf0\x9f\x90\xa7xyz\x01\x02");
		assert_true(strlen(out) < size);
		assert_true(encode__is_plain(out));
		for (size_t i = size; i < sizeof(out); i++)
			assert_int_equal(out[i], '#');
	}
}

static void test_plain(void **state)
{
	static const char *const others[] = {
		"\n", "a\t", "\033[m", "\x7f", "\xff", "\xe2\x80\xae"
	};

	(void)state;
	assert_true(encode__is_plain(""));
	assert_true(encode__is_plain("gr\xc3\xbc\xc3\x9f \\ x"));
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(encode__is_plain(others[i]));
}

static void test_columns(void **state)
{
	(void)state;
	assert_int_equal(encode__columns(""), 0);
	assert_int_equal(encode__columns("gr\303\274n \342\202\254"), 6);
}

static void test_json(void **state)
{
	static const char *const texts[][2] = {
		{ "", "" },
		{ "a\n\"\\", "a\n\"\\" },
		{ "gr\xc3\xbcn\xff", "gr\xc3\xbcn" LOST },
		{ "\xe2\x82", LOST LOST },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		json_t *json = encode__json(texts[i][0]);

		assert_string_equal(json_string_value(json), texts[i][1]);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_nothing_hostile_is_left),
		cmocka_unit_test(test_bytes_without_an_end),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
