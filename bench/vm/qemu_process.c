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
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/vm/qemu.h"

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
static void run_child(const struct vm *vm, pid_t parent, int initramfs, const struct ends *e)
{
	/* QEMU dies with this process. If that has already ended, do not start it. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setsid(); /* leaves the terminal's signals to the parent */
	keep_open(initramfs);
	if (vm->plugin)
		keep_open(vm->plugin_output);
	dup2(e->requests[1], STDIN_FILENO);
	dup2(e->replies[1], STDOUT_FILENO);
	dup2(e->console[1], STDERR_FILENO);
	qemu__exec(vm, initramfs);
	dprintf(STDERR_FILENO, "cannot start " QEMU ": %s\n", strerror(errno));
	_exit(127);
}

int qemu_process__start(struct qemu_process *p, const struct vm *vm, int initramfs)
{
	pid_t parent = getpid(), pid = -1;
	struct ends e;
	int err = open_ends(&e);

	if (!err) {
		pid = fork();
		err = pid < 0 ? -errno : 0;
	}
	if (!pid)
		run_child(vm, parent, initramfs, &e);
	if (err) {
		close_all(&e.console[0], sizeof(e) / sizeof(int));
		return log__fail(err, "cannot start " QEMU ": %s", strerror(-err));
	}
	close(e.console[1]);
	close(e.replies[1]);
	close(e.requests[1]);
	fcntl(e.requests[0], F_SETFL, O_NONBLOCK);
	*p = (struct qemu_process){ pid, e.console[0], e.replies[0], e.requests[0] };
	return 0;
}

int qemu_process__wait(struct qemu_process *p)
{
	int status = 0;

	if (p->pid)
		waitpid(p->pid, &status, 0);
	p->pid = 0;
	return status;
}

void qemu_process__stop(struct qemu_process *p)
{
	if (p->pid)
		kill(p->pid, SIGKILL);
	qemu_process__wait(p);
	close_all((int[]){ p->console, p->replies, p->requests }, 3);
	*p = QEMU_PROCESS_NONE;
}
