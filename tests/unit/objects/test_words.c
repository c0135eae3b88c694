// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/objects/words.h"

/* The words of `text` between | |; "?" if it cannot be split. */
static const char *split(const char *text)
{
	static char all[512];
	struct words words;

	if (words__split(text, &words))
		return "?";
	strcpy(all, "|");
	for (size_t i = 0; i < words.n; i++) {
		strcat(all, words.v[i]);
		strcat(all, "|");
	}
	assert_null(words.v[words.n]);
	words__free(&words);
	return all;
}

static void test_words_are_a_shells(void **unused)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "|" },
		{ " \t\n", "|" },
		{ "-I a  -DX=1\n", "|-I|a|-DX=1|" },
		{ "-I'a b' -DX=\"c d\"", "|-Ia b|-DX=c d|" },
		{ "a\\ b \\'", "|a b|'|" },
		{ "'a\\b' \"a\\b\" \"a\\\"b\\\\\"", "|a\\b|a\\b|a\"b\\|" },
		{ "'' \"\"a''", "||a|" },
		{ "$(reboot) `reboot` *.c ~ $HOME ; & >",
		  "|$(reboot)|`reboot`|*.c|~|$HOME|;|&|>|" },
		{ "a\\\nb", "|ab|" },
		{ "a b c d e f g h", "|a|b|c|d|e|f|g|h|" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(split(cases[i].text), cases[i].words);
}

static void test_what_has_no_end_is_refused(void **unused)
{
	static const char *const cases[] = { "'a", "a \"b", "a\\", "\"a\\\"" };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(split(cases[i]), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_a_shells),
		cmocka_unit_test(test_what_has_no_end_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
