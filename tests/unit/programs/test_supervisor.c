// SPDX-License-Identifier: GPL-2.0-or-later
/* Terminals are in tests/cli/attach.bats. */
#include "tests/unit/support.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "bench/programs/supervisor.h"

#define PATIENCE_MS 60000

/* A supervised_fn. */
static void run_shell(void *context, pid_t parent)
{
	sigset_t none;

	if (getppid() != parent)
		_exit(99);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execl("/bin/sh", "sh", "-c", (const char *)context, (char *)NULL);
	_exit(98);
}

static struct supervisor start(const char *script, pid_t *command)
{
	struct supervisor s;

	assert_int_equal(supervisor__start(&s, run_shell, (char *)script, command), 0);
	assert_true(*command > 0);
	return s;
}

static struct supervisor_report next(const struct supervisor *s)
{
	struct supervisor_report r;

	assert_true(supervisor__read(s, &r));
	return r;
}

static void test_the_end(void **state)
{
	pid_t command;
	struct supervisor s = start("exit 7", &command);
	struct supervisor_report r = next(&s);

	(void)state;
	assert_int_equal(r.kind, REPORT_ENDED);
	assert_int_equal(r.pid, command);
	assert_int_equal(WEXITSTATUS(r.number), 7);
	assert_true(r.usage.ru_maxrss > 0);
	supervisor__close(&s);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_stop_and_signals(void **state)
{
	pid_t command;
	struct supervisor s =
		start("trap 'exit 9' USR1; kill -STOP $$; while :; do sleep 0.05; done", &command);
	struct supervisor_report r = next(&s);

	(void)state;
	assert_int_equal(r.kind, REPORT_STOPPED);
	supervisor__signal(&s, SIGCONT);
	supervisor__signal(&s, SIGUSR1);
	r = next(&s);
	assert_int_equal(r.kind, REPORT_ENDED);
	assert_int_equal(WEXITSTATUS(r.number), 9);
	supervisor__close(&s);
}

/* Waits until the process has ended; it is not reaped. */
static void wait_for_zombie(pid_t pid)
{
	char path[64], state = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	while (state != 'Z') {
		file = fopen(path, "r");
		assert_non_null(file);
		assert_int_equal(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
		fclose(file);
		usleep(1000);
	}
}

/* What the supervisor has not read resets the line, once it has ended. */
static void test_a_signal_too_late(void **state)
{
	pid_t command;
	struct supervisor s = start("exec sleep 1000", &command);
	struct supervisor_report r;

	(void)state;
	kill(s.pid, SIGSTOP);
	kill(command, SIGKILL);
	wait_for_zombie(command);
	supervisor__signal(&s, SIGUSR1);
	kill(s.pid, SIGCONT);
	wait_for_zombie(s.pid);
	r = next(&s);
	if (r.kind == REPORT_SIGNAL)
		r = next(&s); /* SIGCONT */
	assert_int_equal(r.kind, REPORT_ENDED);
	assert_int_equal(WTERMSIG(r.number), SIGKILL);
	supervisor__close(&s);
}

/* One to the supervisor is for its parent. */
static void test_a_signal_to_the_supervisor(void **state)
{
	pid_t command;
	struct supervisor s = start("exec sleep 1000", &command);
	struct supervisor_report r;

	(void)state;
	assert_int_equal(kill(s.pid, SIGTERM), 0);
	r = next(&s);
	assert_int_equal(r.kind, REPORT_SIGNAL);
	assert_int_equal(r.number, SIGTERM);
	assert_int_equal(r.pid, getpid());
	supervisor__signal(&s, SIGTERM);
	r = next(&s);
	assert_int_equal(r.kind, REPORT_ENDED);
	assert_int_equal(WTERMSIG(r.number), SIGTERM);
	supervisor__close(&s);
}

static void test_a_supervisor_that_is_killed(void **state)
{
	pid_t command;
	struct supervisor s = start("exec sleep 1000", &command);
	struct supervisor_report r;

	(void)state;
	kill(s.pid, SIGKILL);
	assert_false(supervisor__read(&s, &r));
	supervisor__close(&s);
	kill(command, SIGKILL);
}

/* `end` is closed once all who have inherited it have ended. */
static void assert_all_end(int end)
{
	struct pollfd fd = { end, 0, 0 };

	assert_int_equal(poll(&fd, 1, PATIENCE_MS), 1);
}

/* In the process that is killed. */
static void start_and_die(const char *script, int ready)
{
	struct supervisor s;
	char byte;
	pid_t command;
	ssize_t n;

	if (supervisor__start(&s, run_shell, (char *)script, &command))
		_exit(1);
	/* All of its processes are there. */
	while ((n = read(ready, &byte, 1)) < 0 && errno == EINTR)
		;
	if (n == 1)
		kill(getpid(), SIGKILL);
	_exit(2);
}

static void test_a_parent_that_is_killed(void **state)
{
	/* Descriptor 9 is what is told when all is there, and 8 is held by all. */
	static const char *const scripts[] = {
		"echo >&9; sleep 1000; true",
		"sh -c 'echo >&9; sleep 1000; true'; true",
		"setsid sh -c 'echo >&9; sleep 1000; true'; true",
		"(setsid sh -c 'echo >&9; sleep 1000; true' &) ; sleep 1000; true",
		"trap '' TERM HUP; echo >&9; sleep 1000; sleep 1000",
		"sh -c 'kill -STOP $$' & echo >&9; kill -STOP $$",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(scripts); i++) {
		int held[2], ready[2], status;
		pid_t child;

		assert_int_equal(pipe2(held, O_CLOEXEC), 0);
		assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
		child = fork();
		assert_true(child >= 0);
		if (!child) {
			/* Pipes may have these numbers already. */
			int hold = fcntl(held[1], F_DUPFD_CLOEXEC, 20);
			int tell = fcntl(ready[1], F_DUPFD_CLOEXEC, 20);
			int hear = fcntl(ready[0], F_DUPFD_CLOEXEC, 20);

			dup2(hold, 8);
			dup2(tell, 9);
			start_and_die(scripts[i], hear);
		}
		close(held[1]);
		close(ready[1]);
		assert_int_equal(waitpid(child, &status, 0), child);
		if (!WIFSIGNALED(status))
			fail_msg("script %zu ended with %x", i, (unsigned int)status);
		assert_all_end(held[0]);
		close(held[0]);
		close(ready[0]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_end),
		cmocka_unit_test(test_stop_and_signals),
		cmocka_unit_test(test_a_signal_too_late),
		cmocka_unit_test(test_a_signal_to_the_supervisor),
		cmocka_unit_test(test_a_supervisor_that_is_killed),
		cmocka_unit_test(test_a_parent_that_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
