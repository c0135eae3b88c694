// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/descriptors.h"
#include "bench/machine/process.h"

/* How long descendants may take to end after SIGTERM, and at most after SIGKILL. */
#define GRACE_MS 5000
#define KILL_MS	 10000
#define STEP_MS	 20

/* Its descriptors, after those of the parent are closed. */
enum { LINE, SIGNALS };

/* ---- in the supervisor ---- */

static void report(struct supervisor_report report)
{
	/* If the parent is gone, that is seen when waiting. */
	send(LINE, &report, sizeof(report), MSG_NOSIGNAL);
}

/* Makes all descendants of `pid` its children: the list may have a child before its parent. */
static void adopt_descendants(struct process *list, size_t n, pid_t pid)
{
	bool has_found = true;

	while (has_found) {
		has_found = false;
		for (size_t i = 0; i < n; i++) {
			for (size_t j = 0; list[i].parent != pid && j < n; j++) {
				if (list[j].parent != pid || list[j].pid != list[i].parent)
					continue;
				list[i].parent = pid;
				has_found = true;
			}
		}
	}
}

static void signal_children(int number, bool with_descendants)
{
	struct process *list;
	size_t n = process__list("", &list);

	if (with_descendants)
		adopt_descendants(list, n, getpid());
	for (size_t i = 0; i < n; i++)
		if (list[i].parent == getpid())
			kill(list[i].pid, number);
	free(list);
}

/* Reaps. */
static bool has_children(void)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		;
	return !pid;
}

/* The children of those that are killed become children: in the end, all are. */
static void end_descendants(void)
{
	signal_children(SIGTERM, true);
	/* The stopped ones take it only then. */
	signal_children(SIGCONT, true);
	for (int ms = 0; ms < GRACE_MS && has_children(); ms += STEP_MS)
		usleep(STEP_MS * 1000);
	for (int ms = 0; ms < KILL_MS && has_children(); ms += STEP_MS) {
		signal_children(SIGKILL, false);
		usleep(STEP_MS * 1000);
	}
}

/* False once the command has ended. */
static bool reap(pid_t command)
{
	struct supervisor_report r = { .pid = command };
	pid_t pid;

	while ((pid = wait4(-1, &r.number, WNOHANG | WUNTRACED, &r.usage)) > 0) {
		if (pid != command)
			continue;
		r.kind = WIFSTOPPED(r.number) ? REPORT_STOPPED : REPORT_ENDED;
		report(r);
		if (r.kind == REPORT_ENDED)
			return false;
	}
	return true;
}

/*
 * A signal of the terminal has reached all. Any other is of someone who takes this process for
 * hookbench, such as the command for its parent, or who signals the whole group.
 */
static bool take_signals(pid_t command)
{
	struct signalfd_siginfo signal;
	bool goes_on = true;

	while (goes_on && read(SIGNALS, &signal, sizeof(signal)) == sizeof(signal)) {
		if (signal.ssi_signo == SIGCHLD)
			goes_on = reap(command);
		else if (signal.ssi_code != SI_KERNEL)
			report((struct supervisor_report){ .kind = REPORT_SIGNAL,
							   .number = (int)signal.ssi_signo,
							   .pid = (pid_t)signal.ssi_pid });
	}
	return goes_on;
}

/* False if the parent is gone. */
static bool pass_signals_on(pid_t command)
{
	int number;
	ssize_t n;

	while ((n = recv(LINE, &number, sizeof(number), MSG_DONTWAIT)) == sizeof(number))
		kill(command, number);
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void watch(pid_t command)
{
	struct pollfd fds[] = { { SIGNALS, POLLIN, 0 }, { LINE, POLLIN, 0 } };

	for (;;) {
		poll(fds, 2, -1);
		if (fds[0].revents && !take_signals(command))
			return;
		if (fds[1].revents && !pass_signals_on(command)) {
			end_descendants();
			return;
		}
	}
}

static void supervise(int line, supervised_fn run, void *context)
{
	pid_t command, own = getpid();
	/* Where it is ignored, the kernel reports no end. */
	sighandler_t before = signal(SIGCHLD, SIG_DFL);
	sigset_t all;
	int signals;

	prctl(PR_SET_CHILD_SUBREAPER, 1);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	command = fork();
	if (!command) {
		signal(SIGCHLD, before);
		run(context, own);
	}
	/* The hook, and what the caller waits for the end of, must not be held by this process. */
	if (command > 0 && !descriptors__keep_only((int[]){ line, signals }, 2)) {
		report((struct supervisor_report){ .kind = REPORT_STARTED, .pid = command });
		watch(command);
	} else {
		struct supervisor_report r = { .kind = REPORT_FAILED, .number = errno };

		send(line, &r, sizeof(r), MSG_NOSIGNAL);
	}
	_exit(0);
}

/* ---- in its parent ---- */

int supervisor__start(struct supervisor *s, supervised_fn run, void *context, pid_t *command)
{
	struct supervisor_report first;
	int ends[2], err = 0;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	s->line = ends[0];
	s->pid = fork();
	if (!s->pid) {
		close(ends[0]);
		supervise(ends[1], run, context);
	}
	if (s->pid < 0)
		err = -errno;
	close(ends[1]);
	if (!err && !supervisor__read(s, &first))
		err = -ECHILD;
	else if (!err && first.kind == REPORT_FAILED)
		err = -first.number;
	if (err)
		supervisor__close(s);
	else
		*command = first.pid;
	return err;
}

/* A supervisor that ends before it reads a signal resets the line; its reports come after that. */
bool supervisor__read(const struct supervisor *s, struct supervisor_report *report)
{
	ssize_t n;

	do
		n = recv(s->line, report, sizeof(*report), 0);
	while (n < 0 && (errno == EINTR || errno == ECONNRESET));
	return n == sizeof(*report);
}

void supervisor__signal(const struct supervisor *s, int number)
{
	send(s->line, &number, sizeof(number), MSG_NOSIGNAL);
}

void supervisor__close(struct supervisor *s)
{
	while (s->pid > 0 && waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(s->line);
	*s = (struct supervisor){ 0, -1 };
}
