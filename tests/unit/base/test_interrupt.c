// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/base/interrupt.h"

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

/* The wait status of a child that does this. */
static int status_of(void (*work)(int number), int number)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		work(number);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void assert_killed_by(int status, int number)
{
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), number);
}

static void note_one(int number)
{
	interrupt__install();
	if (*interrupt__flag())
		_exit(1);
	raise(number);
	if (*interrupt__flag() != number)
		_exit(2);
	interrupt__forget();
	if (*interrupt__flag())
		_exit(3);
	interrupt__die(); /* none has come */
	_exit(77);
}

static void test_a_signal_is_noted_and_may_be_forgotten(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		assert_int_equal(WEXITSTATUS(status_of(note_one, numbers[i])), 77);
}

static void die_of_it(int number)
{
	interrupt__install();
	raise(number);
	interrupt__die();
}

static void test_the_process_dies_of_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		assert_killed_by(status_of(die_of_it, numbers[i]), numbers[i]);
}

static void take_two(int number)
{
	interrupt__install();
	raise(number);
	raise(number);
}

static void test_a_second_one_ends_at_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		assert_killed_by(status_of(take_two, numbers[i]), numbers[i]);
}

static void take_back(int number)
{
	signal(number, SIG_IGN);
	interrupt__install();
	interrupt__uninstall();
	raise(number); /* ignored, as before */
	if (*interrupt__flag())
		_exit(1);
	signal(number, SIG_DFL);
	interrupt__install();
	interrupt__uninstall();
	raise(number);
}

static void test_uninstalled_signals_do_what_they_did(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		assert_killed_by(status_of(take_back, numbers[i]), numbers[i]);
}

/* A write above the limit fails; a command that is executed gets the signal again. */
static void write_too_much(int limited)
{
	struct rlimit limit = { 4, 4 };
	int fd = open("file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	interrupt__install();
	setrlimit(RLIMIT_FSIZE, &limit);
	if (write(fd, "12345678", 8) != 4 || write(fd, "x", 1) != -1 || errno != EFBIG)
		_exit(limited);
	interrupt__uninstall();
	if (write(fd, "x", 1) < 0)
		_exit(limited + 1);
}

static void test_files_that_become_too_large(void **state)
{
	(void)state;
	assert_killed_by(status_of(write_too_much, 1), SIGXFSZ);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_signal_is_noted_and_may_be_forgotten),
		cmocka_unit_test(test_the_process_dies_of_it),
		cmocka_unit_test(test_a_second_one_ends_at_once),
		cmocka_unit_test(test_uninstalled_signals_do_what_they_did),
		folder_test(test_files_that_become_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
