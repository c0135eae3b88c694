// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/usage_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/support.h"

/* What is printed of it, in its first line. */
static void assert_says(const char *value, const char *wanted)
{
	static const struct argp argp = { .doc = "" };
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	struct argp_state state = { .root_argp = &argp,
				    .name = (char *)"hookbench",
				    .err_stream = file,
				    .flags = ARGP_NO_EXIT };

	usage_error(&state, "no \"%s\", but %d", value, 7);
	fclose(file);
	text[strcspn(text, "\n")] = '\0';
	assert_string_equal(text, wanted);
	free(text);
}

static void test_words_of_the_command_line_are_encoded(void **state)
{
	(void)state;
	assert_says("kprobe", "hookbench: no \"kprobe\", but 7");
	assert_says("a\033[31mb", "hookbench: no \"a\\x1b[31mb\", but 7");
	assert_says("a\nok 9 b", "hookbench: no \"a\\nok 9 b\", but 7");
}

static void test_a_long_word_is_cut(void **state)
{
	char word[9000], wanted[4096 + 11];
	int n = snprintf(wanted, sizeof(wanted), "hookbench: no \"");

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	memset(wanted + n, 'x', sizeof(wanted) - (size_t)n);
	wanted[11 + 4095] = '\0';
	assert_says(word, wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_of_the_command_line_are_encoded),
		cmocka_unit_test(test_a_long_word_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
