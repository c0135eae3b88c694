// SPDX-License-Identifier: GPL-2.0-or-later
/* The progress line, on a terminal of the test's own. */
#include "tests/unit/support.h"

#include <termios.h>

#include "bench/base/progress.h"

static const struct progress halfway = { .trial = 3,
					 .trials = 12,
					 .round = 2,
					 .rounds = 4,
					 .backend = "fentry",
					 .done = 500,
					 .cycles = 1000 };

/* stderr is a new terminal during a test; `terminal` is the other end of it. */
static int saved_stderr, terminal;

static int terminal_setup(void **state)
{
	struct termios settings;
	int end;

	(void)state;
	setenv("TERM", "xterm", 1);
	terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal < 0 || grantpt(terminal) || unlockpt(terminal))
		return -1;
	end = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (end < 0 || tcgetattr(end, &settings))
		return -1;
	cfmakeraw(&settings);
	tcsetattr(end, TCSANOW, &settings);
	fflush(stderr);
	saved_stderr = dup(STDERR_FILENO);
	dup2(end, STDERR_FILENO);
	close(end);
	return 0;
}

static int terminal_teardown(void **state)
{
	(void)state;
	fflush(stderr);
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	close(terminal);
	return 0;
}

/*
 * What was written since the last call. A terminal passes bytes on when it likes, so a mark is sent
 * after them.
 */
static const char *written(void)
{
	static char text[1024];
	const char mark = '\001';
	size_t n = 0;

	fputc(mark, stderr);
	fflush(stderr);
	while (n < sizeof(text) - 1 && read(terminal, &text[n], 1) == 1 && text[n] != mark)
		n++;
	text[n] = '\0';
	return text;
}

static void test_line_tells_how_far(void **state)
{
	const char *text;

	(void)state;
	progress__draw(&halfway, NULL);
	text = written();
	assert_int_equal(text[0], '\r');
	assert_non_null(strstr(text, "[3/12]"));
	assert_non_null(strstr(text, "round 2 of 4"));
	assert_non_null(strstr(text, "fentry"));
	assert_non_null(strstr(text, " 50 %"));
	assert_null(strchr(text, '\n'));
	progress__clear();
}

static void test_nothing_to_do_yet(void **state)
{
	struct progress trying = { .backend = "none" };
	struct progress beginning = { .trial = 1, .trials = 2, .backend = "none" };

	(void)state;
	progress__draw(&trying, NULL);
	assert_string_equal(written(), "\rtrying none\033[K");
	progress__draw(&beginning, NULL);
	assert_string_equal(written(), "\r[1/2] round 0 of 0  none\033[K");
	progress__clear();
}

static void assert_format(struct progress p, const char *expected)
{
	char formatted[128];

	progress__format(&p, formatted, sizeof(formatted));
	assert_string_equal(formatted, expected);
}

/* A share that never moves is not shown, nor a time that is too short to be worth a word. */
static void test_what_waits_says_for_how_long(void **state)
{
	struct progress trial = halfway;

	(void)state;
	assert_format((struct progress){ .backend = NULL }, "booting");
	assert_format((struct progress){ .gone_ms = 900, .expected_ms = 3000 }, "booting");
	assert_format((struct progress){ .gone_ms = 2600 }, "booting: 3 s");
	assert_format((struct progress){ .gone_ms = 2600, .expected_ms = 4100 },
		      "booting: 3 s of about 4 s");
	assert_format(trial, "[3/12] round 2 of 4  fentry  50 %");
	trial.done = 0;
	assert_format(trial, "[3/12] round 2 of 4  fentry");
	trial.expected_ms = 9400;
	assert_format(trial, "[3/12] round 2 of 4  fentry  about 9 s left");
}

/* Two of twelve took a second: ten more take five. */
static void test_time_left(void **state)
{
	struct progress trial = { .trials = 12, .rounds = 1, .round = 1, .backend = "none" };

	(void)state;
	trial.trial = 1;
	progress__draw(&trial, NULL);
	assert_null(strstr(written(), "left"));
	usleep(1000000);
	trial.trial = 3;
	progress__draw(&trial, NULL);
	assert_non_null(strstr(written(), "none  about 5 s left"));
	/* Another run begins anew. */
	trial.trial = 1;
	progress__draw(&trial, NULL);
	trial.trial = 2;
	progress__draw(&trial, NULL);
	assert_null(strstr(written(), "left"));
	progress__clear();
}

static void test_clear_removes_the_line_once(void **state)
{
	(void)state;
	progress__text("booting");
	assert_string_equal(written(), "\rbooting\033[K");
	progress__clear();
	assert_string_equal(written(), "\r\033[K");
	progress__clear();
	assert_string_equal(written(), "");
}

static void test_message_takes_the_place_of_the_line(void **state)
{
	(void)state;
	progress__text("booting");
	log__set_sink(NULL);
	log__error("it failed");
	assert_string_equal(written(), "\rbooting\033[K\r\033[Khookbench: it failed\n");
}

/* Or it would be two lines, of which one stays. */
static void test_line_fits(void **state)
{
	char text[200];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	progress__text(text);
	assert_in_range(strlen(written()), 1, 79 + strlen("\r\033[K"));
	progress__clear();
}

static void test_not_on_a_dumb_terminal(void **state)
{
	(void)state;
	setenv("TERM", "dumb", 1);
	progress__draw(&halfway, NULL);
	unsetenv("TERM");
	progress__draw(&halfway, NULL);
	progress__clear();
	assert_string_equal(written(), "");
}

static void test_not_in_a_file(void **state)
{
	const char *path = "stderr";
	int before = dup(STDERR_FILENO), file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	struct stat st;

	(void)state;
	setenv("TERM", "xterm", 1);
	dup2(file, STDERR_FILENO);
	close(file);
	progress__draw(&halfway, NULL);
	progress__text("booting");
	progress__clear();
	fflush(stderr);
	dup2(before, STDERR_FILENO);
	close(before);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
}

/* The last test: nothing turns it on again. */
static void test_never_once_disabled(void **state)
{
	(void)state;
	progress__disable();
	progress__draw(&halfway, NULL);
	progress__text("booting");
	progress__clear();
	assert_string_equal(written(), "");
}

#define on_terminal(function) \
	cmocka_unit_test_setup_teardown(function, terminal_setup, terminal_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_terminal(test_line_tells_how_far),
		on_terminal(test_nothing_to_do_yet),
		cmocka_unit_test(test_what_waits_says_for_how_long),
		on_terminal(test_time_left),
		on_terminal(test_clear_removes_the_line_once),
		on_terminal(test_message_takes_the_place_of_the_line),
		on_terminal(test_line_fits),
		on_terminal(test_not_on_a_dumb_terminal),
		folder_test(test_not_in_a_file),
		on_terminal(test_never_once_disabled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
