// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/wrapper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "bench/machine/process.h"

#define ALIVE_MS 10000

/* Signals that are forwarded to the command. */
static const int forwarded[] = { SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
				 SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT };

struct child {
	const struct command_setup *setup;
	pid_t pid; /* 0: none, or it has ended */
	int status;
	struct rusage usage;
	sigset_t mask;	/* this process's before blocking, and the command's */
	int signals;	/* a signalfd */
	int error;	/* errno if it could not be started; or 0 */
	int received;	/* see struct command_end */
	int streams[2]; /* to read its descriptors 1 and 2; -1: not captured, or closed */
};

/* ---- in the child ---- */

/* The step before the command that failed. */
struct failure {
	enum { FAILED_EXEC, FAILED_USER } step;
	int error;
};

static void use_streams(const int output[2])
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	dup2(null, STDIN_FILENO);
	dup2(output[0], STDOUT_FILENO);
	dup2(output[1], STDERR_FILENO);
}

static void use_environment(char *const *environment)
{
	clearenv();
	for (; *environment; environment++)
		putenv(*environment);
}

/* A successful exec closes `report`. */
static void run_command(const struct child *c, char *const *command, pid_t parent, int report,
			const int output[2])
{
	struct failure failure = { .step = FAILED_USER };

	interrupt__uninstall();
	if (c->setup->output)
		use_streams(output);
	if (c->setup->environment)
		use_environment(c->setup->environment);
	failure.error = c->setup->user ? -user__become(c->setup->user) : 0;
	if (!failure.error) {
		/* After changing the user, which resets it. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(STATUS_SIGNAL + SIGTERM);
		sigprocmask(SIG_SETMASK, &c->mask, NULL);
		execvp(command[0], command);
		failure = (struct failure){ FAILED_EXEC, errno };
	}
	if (write(report, &failure, sizeof(failure)) < 0)
		_exit(STATUS_NOT_FOUND);
	_exit(failure.error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
}

/* ---- starting ---- */

static void log_failure(const struct failure *failure, char *const *command)
{
	const char *name = command[0];

	if (failure->step == FAILED_USER)
		log__error("cannot run %s as that user: %s", name, strerror(failure->error));
	else if (failure->error == ENOENT && !strchr(name, '/'))
		log__error("%s: there is no such command in PATH", name);
	else if (failure->error == ENOENT && !access(name, F_OK))
		log__error("cannot run %s: its interpreter does not exist", name);
	else
		log__error("cannot run %s: %s", name, strerror(failure->error));
}

static void close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++) {
		if (pair[i] >= 0)
			close(pair[i]);
		pair[i] = -1;
	}
}

static int child__fork(struct child *c, char *const *command, int report, const int output[2])
{
	pid_t parent = getpid();

	c->pid = fork();
	if (!c->pid)
		run_command(c, command, parent, report, output);
	return c->pid < 0 ? -errno : 0;
}

/* Starts the command, and waits until exec has succeeded or failed. 0 also if it failed. */
static int child__start(struct child *c, char *const *command)
{
	int report[2] = { -1, -1 }, out[2] = { -1, -1 }, err_out[2] = { -1, -1 };
	struct failure failure;
	int err = pipe2(report, O_CLOEXEC) ? -errno : 0;

	if (!err && c->setup->output && (pipe2(out, O_CLOEXEC) || pipe2(err_out, O_CLOEXEC)))
		err = -errno;
	if (!err)
		err = child__fork(c, command, report[1], (const int[]){ out[1], err_out[1] });
	if (err) {
		log__error("cannot start %s: %s", command[0], strerror(-err));
		close_pair(out);
		close_pair(err_out);
	} else if (c->setup->output) {
		c->streams[0] = out[0];
		c->streams[1] = err_out[0];
		close(out[1]);
		close(err_out[1]);
	}
	if (report[1] >= 0)
		close(report[1]);
	c->error = 0;
	if (!err && read(report[0], &failure, sizeof(failure)) == sizeof(failure)) {
		log_failure(&failure, command);
		c->error = failure.error;
	}
	if (report[0] >= 0)
		close(report[0]);
	return err;
}

/* ---- signals ---- */

/* Whether this process is in the terminal's foreground, where a shell waits for it. */
static bool is_in_foreground(void)
{
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
	pid_t group = fd < 0 ? -1 : tcgetpgrp(fd);

	if (fd >= 0)
		close(fd);
	return group == getpgrp();
}

/* Reaps the command, and orphans that were reparented to this process. */
static void child__reap(struct child *c)
{
	struct rusage usage;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG | WUNTRACED, &usage)) > 0) {
		if (pid != c->pid)
			continue;
		if (WIFSTOPPED(status)) {
			/* As if the shell had started the command directly. */
			if (is_in_foreground())
				raise(SIGSTOP);
			continue;
		}
		c->pid = 0;
		c->status = status;
		c->usage = usage;
	}
}

/*
 * A signal from the terminal has already reached the command, which is in this process group; so
 * has one that the command sent to its own group.
 */
static void child__forward(const struct child *c, const struct signalfd_siginfo *signal)
{
	if (c->pid && signal->ssi_code != SI_KERNEL && (pid_t)signal->ssi_pid != c->pid)
		kill(c->pid, (int)signal->ssi_signo);
}

static void child__take_signals(struct child *c)
{
	struct signalfd_siginfo signal;

	while (read(c->signals, &signal, sizeof(signal)) == sizeof(signal)) {
		if (signal.ssi_signo == SIGCHLD)
			child__reap(c);
		else
			child__forward(c, &signal);
		if (signal.ssi_signo == SIGINT || signal.ssi_signo == SIGTERM ||
		    signal.ssi_signo == SIGHUP)
			c->received = (int)signal.ssi_signo;
	}
}

static int child__block_signals(struct child *c)
{
	sigset_t taken;

	sigemptyset(&taken);
	sigaddset(&taken, SIGCHLD);
	for (size_t i = 0; i < sizeof(forwarded) / sizeof(*forwarded); i++)
		sigaddset(&taken, forwarded[i]);
	c->signals = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
	if (c->signals < 0)
		return -errno;
	sigprocmask(SIG_BLOCK, &taken, &c->mask);
	return 0;
}

/* Signals since the last command ended came too late to be forwarded. */
static void child__unblock_signals(struct child *c)
{
	child__take_signals(c);
	sigprocmask(SIG_SETMASK, &c->mask, NULL);
	close(c->signals);
}

/* ---- running ---- */

static void child__take_output(struct child *c, int i)
{
	char data[32768];
	ssize_t n = read(c->streams[i], data, sizeof(data));

	if (n > 0) {
		c->setup->output(i + 1, data, (size_t)n, c->setup->output_context);
	} else if (!n || (errno != EINTR && errno != EAGAIN)) {
		close(c->streams[i]);
		c->streams[i] = -1;
	}
}

/*
 * Reads what the command has written. Processes that it left behind may keep the pipe open, and are
 * not waited for.
 */
static void child__drain(struct child *c)
{
	for (int i = 0; i < 2; i++) {
		struct pollfd fd = { c->streams[i], POLLIN, 0 };

		while (c->streams[i] >= 0 && poll(&fd, 1, 0) > 0)
			child__take_output(c, i);
		if (c->streams[i] >= 0)
			close(c->streams[i]);
		c->streams[i] = -1;
	}
}

static void child__wait(struct child *c)
{
	while (c->pid) {
		struct pollfd fds[] = { { c->signals, POLLIN, 0 },
					{ c->streams[0], POLLIN, 0 },
					{ c->streams[1], POLLIN, 0 } };

		if (!poll(fds, 3, ALIVE_MS) && c->setup->alive)
			c->setup->alive();
		for (int i = 0; i < 2; i++)
			if (fds[1 + i].revents)
				child__take_output(c, i);
		if (fds[0].revents)
			child__take_signals(c);
	}
	child__drain(c);
}

static int64_t ns_of(struct timeval time)
{
	return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_usec * 1000;
}

static void add_end(const struct child *c, struct command_end *end)
{
	end->signal = WIFSIGNALED(c->status) ? WTERMSIG(c->status) : 0;
	end->status = end->signal ? STATUS_SIGNAL + end->signal : WEXITSTATUS(c->status);
	end->error = c->error;
	end->user_ns += ns_of(c->usage.ru_utime);
	end->system_ns += ns_of(c->usage.ru_stime);
	if (c->usage.ru_maxrss > end->max_rss_kib)
		end->max_rss_kib = c->usage.ru_maxrss;
}

/* Orphans of the command are children of this process; those that have ended were reaped before. */
static void find_left(struct name_list *left)
{
	struct process *list;
	size_t n = process__list("", &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].parent == getpid())
			name_list__add(left, "%d (%s)", list[i].pid, list[i].name);
	free(list);
}

static int run_each(struct child *c, const struct cmdline *line, struct command_end *end)
{
	char **command = line->words;
	uint64_t start_ns = clock__monotonic_ns();
	int err = 0;

	for (size_t i = 0; i < line->n && !end->status && !err; i++) {
		if (i)
			command = cmdline__next(command);
		end->n_started++;
		err = child__start(c, command);
		if (err)
			break;
		child__wait(c);
		add_end(c, end);
	}
	end->wall_ns = (int64_t)(clock__monotonic_ns() - start_ns);
	child__reap(c);
	find_left(&end->left);
	return err;
}

int wrapper__run(const struct cmdline *line, const struct command_setup *setup,
		 struct command_end *end)
{
	struct child c = { .setup = setup, .streams = { -1, -1 } };
	int err = child__block_signals(&c);

	*end = (struct command_end){ 0 };
	if (err) {
		log__error("cannot receive signals: %s", strerror(-err));
		return err;
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	err = run_each(&c, line, end);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	child__unblock_signals(&c);
	end->received = c.received;
	return err;
}
