// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/ioctl.h>

#include "report/tables/terminal_text.h"

static char *written;
static size_t written_size;
static FILE *file;

static int setup(void **state)
{
	(void)state;
	file = open_memstream(&written, &written_size);
	return !file;
}

static int teardown(void **state)
{
	(void)state;
	fclose(file);
	free(written);
	return 0;
}

static void assert_written(const char *expected)
{
	fclose(file);
	assert_string_equal(written, expected);
	free(written);
	file = open_memstream(&written, &written_size);
	assert_non_null(file);
}

#define TEN   "a2345 789 "
#define FORTY TEN TEN TEN TEN

static void test_wrap(void **state)
{
	(void)state;
	terminal_text__wrap("short", 0, file);
	assert_written("short\n");
	terminal_text__wrap("short", 2, file);
	assert_written("  short\n");
	/* 79 characters and a space: the space ends the line. */
	terminal_text__wrap(FORTY FORTY "next", 0, file);
	assert_written(FORTY TEN TEN TEN "a2345 789\nnext\n");
	/* Of 80, the indent takes two. */
	terminal_text__wrap(FORTY TEN TEN TEN "a2345 78", 2, file);
	assert_written("  " FORTY TEN TEN TEN "a2345 78\n");
	terminal_text__wrap(FORTY TEN TEN TEN "a2345 789", 2, file);
	assert_written("  " FORTY TEN TEN TEN "a2345\n  789\n");
}

/* One long word is not broken, and nothing is left out. */
static void test_long_word(void **state)
{
	char word[201], expected[210];

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	terminal_text__wrap(word, 2, file);
	snprintf(expected, sizeof(expected), "  %s\n", word);
	assert_written(expected);
	terminal_text__wrap("", 2, file);
	assert_written("");
}

static void test_note(void **state)
{
	char word[2000], expected[1100];

	(void)state;
	terminal_text__note(file, "%d of %s", 3, "4");
	assert_written("3 of 4\n");
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	terminal_text__note(file, "%s", word);
	snprintf(expected, sizeof(expected), "%.1023s\n", word);
	assert_written(expected);
}

/* What is no terminal has no colours, and 80 columns. */
static void test_no_terminal(void **state)
{
	FILE *plain = tmpfile();

	(void)state;
	setenv("TERM", "xterm", true);
	unsetenv("NO_COLOR");
	assert_int_equal(terminal_text__width(plain), 80);
	assert_int_equal(terminal_text__width(file), 80);
	assert_false(terminal_text__has_colour(plain));
	assert_false(terminal_text__has_colour(file));
	fclose(plain);
}

static void test_terminal(void **state)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);
	struct winsize size = { .ws_row = 24, .ws_col = 123 };
	FILE *terminal;

	(void)state;
	if (master < 0)
		skip_because("there are no pseudo terminals here");
	assert_false(grantpt(master) || unlockpt(master));
	assert_int_equal(ioctl(master, TIOCSWINSZ, &size), 0);
	terminal = fopen(ptsname(master), "we");
	assert_non_null(terminal);
	assert_int_equal(terminal_text__width(terminal), 123);
	setenv("TERM", "xterm", true);
	unsetenv("NO_COLOR");
	assert_true(terminal_text__has_colour(terminal));
	setenv("NO_COLOR", "", true);
	assert_true(terminal_text__has_colour(terminal));
	setenv("NO_COLOR", "1", true);
	assert_false(terminal_text__has_colour(terminal));
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", true);
	assert_false(terminal_text__has_colour(terminal));
	fclose(terminal);
	close(master);
}

#define on_file(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_file(test_wrap),	   on_file(test_long_word), on_file(test_note),
		on_file(test_no_terminal), on_file(test_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
