// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/console.h"

static struct console console;

static void write_console(const char *text)
{
	console__add(&console, text, strlen(text));
}

static int empty(void **state)
{
	(void)state;
	console = (struct console){ 0 };
	return 0;
}

static void test_nothing_was_written(void **state)
{
	(void)state;
	log_begin();
	console__log(&console);
	assert_int_equal(caught.n[LOG_INFO], 0);
}

static void test_the_last_lines(void **state)
{
	char line[32];

	(void)state;
	for (int i = 1; i <= 100; i++) {
		snprintf(line, sizeof(line), "line %d\r\n\n   \n", i);
		write_console(line);
	}
	log_begin();
	console__log(&console);
	/* The heading, and one line less than there is room for. */
	assert_int_equal(caught.n[LOG_INFO], CONSOLE_LINES);
	assert_string_equal(caught.last, "  | line 100");
	write_console("not ended");
	log_begin();
	console__log(&console);
	assert_int_equal(caught.n[LOG_INFO], 1 + CONSOLE_LINES);
	assert_string_equal(caught.last, "  | not ended");
}

static void test_a_long_line_is_cut(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		write_console("x");
	log_begin();
	console__log(&console);
	assert_int_equal(strlen(caught.last), strlen("  | ") + CONSOLE_LINE_SIZE - 1);
}

static void test_the_first_panic_is_kept(void **state)
{
	(void)state;
	write_console("[ 1.0] Kernel panic - not syncing: no root\n[ 1.1] Kernel panic: another\n");
	assert_string_equal(console.panic, "Kernel panic - not syncing: no root");
}

static void test_what_the_last_lines_say(void **state)
{
	(void)state;
	write_console("qemu: cannot set up memory: Cannot allocate memory\nend\n");
	assert_true(console__says(&console, "Cannot allocate memory"));
	assert_false(console__says(&console, "No space left on device"));
	for (int i = 0; i < CONSOLE_LINES; i++)
		write_console("later\n");
	assert_false(console__says(&console, "Cannot allocate memory"));
}

static void test_nothing_acts_upon_the_terminal(void **state)
{
	(void)state;
	write_console("\033[2Ja\x7f\xff\n");
	log_begin();
	console__log(&console);
	assert_string_equal(caught.last, "  | [2Ja\\x7f\\xff");
}

#define on_console(function) cmocka_unit_test_setup(function, empty)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_console(test_nothing_was_written),
		on_console(test_the_last_lines),
		on_console(test_a_long_line_is_cut),
		on_console(test_the_first_panic_is_kept),
		on_console(test_what_the_last_lines_say),
		on_console(test_nothing_acts_upon_the_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
