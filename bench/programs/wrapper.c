// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/wrapper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
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
#include "bench/machine/script.h"
#include "bench/programs/exec_program.h"
#include "bench/programs/group_signals.h"
#include "bench/programs/supervisor.h"

#define ALIVE_MS 10000

/* Signals that are forwarded to the command. */
static const int forwarded[] = { SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,
				 SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT };

#define N_FORWARDED (sizeof(forwarded) / sizeof(*forwarded))

struct child {
	const struct command_setup *setup;
	struct supervisor supervisor;
	pid_t pid; /* 0: none, or it has ended */
	int status;
	struct rusage usage;
	sigset_t mask;	/* this process's before blocking, and the command's */
	int signals;	/* a signalfd */
	int error;	/* errno if it could not be started; or 0 */
	int received;	/* see struct command_end */
	int streams[2]; /* to read its descriptors 1 and 2; -1: not captured, or closed */
	struct group_signals group;
};

/* What the command's process needs. */
struct start {
	const struct child *child;
	char *const *command;
	int report; /* closed by a successful exec */
	int output[2];
};

/* ---- in the child ---- */

/* The step before the command that failed. */
struct failure {
	enum { FAILED_EXEC, FAILED_USER } step;
	int error;
	char path[PATH_MAX]; /* what exec was given last; "": nothing was found in PATH */
};

static void use_streams(int input, const int output[2])
{
	if (input <= 0)
		input = open("/dev/null", O_RDONLY | O_CLOEXEC);
	dup2(input, STDIN_FILENO);
	dup2(output[0], STDOUT_FILENO);
	dup2(output[1], STDERR_FILENO);
}

static void use_environment(char *const *environment)
{
	clearenv();
	for (; *environment; environment++)
		putenv(*environment);
}

/* A supervised_fn. */
static void run_command(void *context, pid_t parent)
{
	const struct start *start = context;
	const struct command_setup *setup = start->child->setup;
	struct failure failure = { .step = FAILED_USER };

	interrupt__uninstall();
	if (setup->output)
		use_streams(setup->input, start->output);
	if (setup->environment)
		use_environment(setup->environment);
	failure.error = setup->user ? -user__become(setup->user) : 0;
	if (!failure.error) {
		/* After changing the user, which resets it. */
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			_exit(STATUS_SIGNAL + SIGTERM);
		sigprocmask(SIG_SETMASK, &start->child->mask, NULL);
		failure.step = FAILED_EXEC;
		failure.error = exec_program(start->command, failure.path);
	}
	if (write(start->report, &failure, sizeof(failure)) < 0)
		_exit(STATUS_NOT_FOUND);
	_exit(failure.error == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE);
}

/* ---- starting ---- */

static void log_failure(const struct failure *failure, char *const *command)
{
	const char *name = command[0];
	char why[PATH_MAX + 256];

	if (failure->step == FAILED_USER)
		log__error("cannot run %s as that user: %s", name, strerror(failure->error));
	else if (!failure->path[0])
		log__error("%s: there is no such command in PATH", name);
	else if (failure->error == ENOENT && access(failure->path, F_OK))
		log__error("cannot run %s: %s", name, strerror(failure->error));
	else {
		script__explain(failure->path, failure->error, why, sizeof(why));
		log__error("cannot run %s: %s", name, why);
	}
}

static void close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++) {
		if (pair[i] >= 0)
			close(pair[i]);
		pair[i] = -1;
	}
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
		err = supervisor__start(
			&c->supervisor, run_command,
			&(struct start){ c, command, report[1], { out[1], err_out[1] } }, &c->pid);
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

/* Orphans of earlier commands that were reparented to this process. */
static void reap_orphans(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void child__end(struct child *c, int status, const struct rusage *usage)
{
	supervisor__close(&c->supervisor);
	c->group = (struct group_signals){ 0 };
	c->pid = 0;
	c->status = status;
	c->usage = *usage;
}

/* Of a sender other than the terminal. */
static void child__take_signal(struct child *c, int number, pid_t sender, bool is_reported)
{
	/* One that the command sent to its own group has already reached it. */
	bool hold = c->pid && sender != c->pid;
	enum signal_way way = group_signals__take(&c->group, number, sender, is_reported, hold,
						  clock__monotonic_ns());

	if (way == SIGNAL_IS_OF_GROUP && c->pid && getpgid(c->pid) != getpgrp())
		supervisor__signal(&c->supervisor, number);
	if (way == SIGNAL_IS_FIRST && (number == SIGINT || number == SIGTERM || number == SIGHUP))
		c->received = number;
}

static void child__forward(struct child *c)
{
	int number;

	while (c->pid && (number = group_signals__due(&c->group, clock__monotonic_ns())))
		supervisor__signal(&c->supervisor, number);
}

static void child__take_report(struct child *c)
{
	struct supervisor_report report;

	if (!supervisor__read(&c->supervisor, &report)) {
		log__error(
			"the process that watches the command was killed, and the command got SIGTERM");
		child__end(c, SIGKILL, &(struct rusage){ 0 });
	} else if (report.kind == REPORT_ENDED) {
		child__end(c, report.number, &report.usage);
	} else if (report.kind == REPORT_SIGNAL) {
		child__take_signal(c, report.number, report.pid, true);
	} else if (report.kind == REPORT_STOPPED && is_in_foreground()) {
		/* As if the shell had started the command directly. */
		raise(SIGSTOP);
	}
}

/* A signal from the terminal has already reached the command, which is in this process group. */
static void child__take_signals(struct child *c)
{
	struct signalfd_siginfo signal;

	while (read(c->signals, &signal, sizeof(signal)) == sizeof(signal)) {
		int number = (int)signal.ssi_signo;

		if (signal.ssi_code != SI_KERNEL)
			child__take_signal(c, number, (pid_t)signal.ssi_pid, false);
		else if (number == SIGINT || number == SIGTERM || number == SIGHUP)
			c->received = number;
	}
}

static int child__block_signals(struct child *c)
{
	sigset_t taken;

	sigemptyset(&taken);
	for (size_t i = 0; i < N_FORWARDED; i++)
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
					{ c->supervisor.line, POLLIN, 0 },
					{ c->streams[0], POLLIN, 0 },
					{ c->streams[1], POLLIN, 0 } };

		bool holds = group_signals__are_held(&c->group);

		if (!poll(fds, 4, holds ? GROUP_SIGNALS_STEP_MS : ALIVE_MS) && c->setup->alive)
			c->setup->alive();
		for (int i = 0; i < 2; i++)
			if (fds[2 + i].revents)
				child__take_output(c, i);
		if (fds[0].revents)
			child__take_signals(c);
		if (fds[1].revents)
			child__take_report(c);
		child__forward(c);
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

/* This process's children: its own helpers, and orphans. Returns their number. */
static size_t list_children(struct process **list)
{
	size_t n = process__list("", list), children = 0;

	for (size_t i = 0; i < n; i++)
		if ((*list)[i].parent == getpid())
			(*list)[children++] = (*list)[i];
	return children;
}

static bool has_process(const struct process *list, size_t n, pid_t pid)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].pid == pid)
			return true;
	return false;
}

/* Orphans of the commands; those that have ended were reaped before. */
static void find_left(const struct process *before, size_t n_before, struct name_list *left)
{
	struct process *list;
	size_t n = list_children(&list);

	for (size_t i = 0; i < n; i++)
		if (!has_process(before, n_before, list[i].pid))
			name_list__add(left, "%d (%s)", list[i].pid, list[i].name);
	free(list);
}

static int run_each(struct child *c, const struct cmdline *line, struct command_end *end)
{
	char **command = line->words;
	uint64_t start_ns;
	int err = 0;

	if (c->setup->prepare)
		c->setup->prepare();
	start_ns = clock__monotonic_ns();
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
	return err;
}

int wrapper__run(const struct cmdline *line, const struct command_setup *setup,
		 struct command_end *end)
{
	struct child c = { .setup = setup, .streams = { -1, -1 } };
	int err = child__block_signals(&c);
	struct process *before;
	size_t n_before;

	*end = (struct command_end){ 0 };
	if (err) {
		log__error("cannot receive signals: %s", strerror(-err));
		return err;
	}
	n_before = list_children(&before);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	err = run_each(&c, line, end);
	reap_orphans();
	find_left(before, n_before, &end->left);
	free(before);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	child__unblock_signals(&c);
	end->received = c.received;
	return err;
}
