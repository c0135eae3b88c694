// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/qemu_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/vm/qemu.h"

#define WAIT_MS 20

/* The ends of the connections to QEMU; -1 where closed. */
struct ends {
	int console[2], replies[2], requests[2]; /* [1] is QEMU's */
};

static void close_all(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

/*
 * All are closed on exec: a pipe that a second VM inherited would not end with the first VM. Only a
 * socket can be written to without a signal after its reader has gone.
 */
static int open_ends(struct ends *e)
{
	*e = (struct ends){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if (!pipe2(e->console, O_CLOEXEC) && !pipe2(e->replies, O_CLOEXEC) &&
	    !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, e->requests))
		return 0;
	return -errno;
}

static void keep_open(int fd)
{
	fcntl(fd, F_SETFD, 0);
}

/* In the child. The guest's second line is stdin and stdout, its console is stderr. */
static void run_child(const struct vm *vm, pid_t parent, const struct qemu_inputs *inputs,
		      const struct ends *e)
{
	/* QEMU dies with this process. If that has already ended, do not start it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setsid(); /* leaves the terminal's signals to the parent */
	keep_open(inputs->initramfs);
	keep_open(inputs->request);
	if (inputs->kernel->fd >= 0)
		keep_open(inputs->kernel->fd);
	if (inputs->monitor >= 0)
		keep_open(inputs->monitor);
	if (inputs->memory >= 0)
		keep_open(inputs->memory);
	if (vm->plugin)
		keep_open(vm->plugin_output);
	dup2(e->requests[1], STDIN_FILENO);
	dup2(e->replies[1], STDOUT_FILENO);
	dup2(e->console[1], STDERR_FILENO);
	qemu__exec(vm, inputs);
	dprintf(STDERR_FILENO, "cannot start %s: %s\n", vm__arch(vm)->qemu, strerror(errno));
	_exit(127);
}

int qemu_process__start(struct qemu_process *p, const struct vm *vm,
			const struct qemu_inputs *inputs)
{
	pid_t parent = getpid(), pid = -1;
	struct ends e;
	int err = open_ends(&e);

	if (!err) {
		pid = fork();
		err = pid < 0 ? -errno : 0;
	}
	if (!pid)
		run_child(vm, parent, inputs, &e);
	if (err) {
		close_all(&e.console[0], sizeof(e) / sizeof(int));
		machine_failure__note_errno(err);
		return log__fail(err, "cannot start %s: %s", vm__arch(vm)->qemu, strerror(-err));
	}
	close(e.console[1]);
	close(e.replies[1]);
	close(e.requests[1]);
	fcntl(e.requests[0], F_SETFL, O_NONBLOCK);
	*p = (struct qemu_process){ pid, e.console[0], e.replies[0], e.requests[0] };
	return 0;
}

int qemu_process__wait(struct qemu_process *p, unsigned int most_ms, int *status)
{
	const struct timespec step = { .tv_nsec = WAIT_MS * 1000000L };
	pid_t ended = 0;

	*status = 0;
	while (p->pid && !(ended = waitpid(p->pid, status, WNOHANG)) && most_ms >= WAIT_MS) {
		nanosleep(&step, NULL);
		most_ms -= WAIT_MS;
	}
	if (p->pid && !ended)
		return -ETIMEDOUT;
	p->pid = 0;
	return 0;
}

bool qemu_process__has_died(int status, const struct console *console)
{
	static const int lacks[] = { ENOMEM, ENOSPC, EMFILE, ENFILE, EAGAIN };

	if (WIFSIGNALED(status))
		return true;
	for (size_t i = 0; WEXITSTATUS(status) && i < sizeof(lacks) / sizeof(*lacks); i++)
		if (console__says(console, strerror(lacks[i])))
			return true;
	return false;
}

void qemu_process__describe_end(int status, char *text, size_t size)
{
	if (WIFSIGNALED(status))
		snprintf(text, size, "QEMU was killed by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status))
		snprintf(text, size, "QEMU ended with status %d", WEXITSTATUS(status));
	else
		snprintf(text, size, "it rebooted or powered off");
}

void qemu_process__stop(struct qemu_process *p)
{
	if (p->pid) {
		/* Its group, once it has one: QEMU may be started by a script. */
		kill(-p->pid, SIGKILL);
		kill(p->pid, SIGKILL);
		waitpid(p->pid, NULL, 0);
		p->pid = 0;
	}
	close_all((int[]){ p->console, p->replies, p->requests }, 3);
	*p = QEMU_PROCESS_NONE;
}
