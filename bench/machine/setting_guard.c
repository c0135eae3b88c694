// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/setting_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/machine/sysfile.h"

static int write_setting(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		err = -errno;
	close(fd);
	return err;
}

/*
 * In the child, which must keep nothing else open: an inherited hook would live as long as the
 * child. Signals from the terminal are for the parent.
 */
static void guard__run(int pipe, const char *path, const char *before)
{
	char byte;

	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (dup2(pipe, STDIN_FILENO) < 0 || close_range(1, ~0U, 0))
		_exit(1);
	while (read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR)
		;
	_exit(write_setting(path, before) ? 1 : 0);
}

static int guard__start(struct setting_guard *guard, const char *path, const char *before)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	guard->pid = fork();
	if (!guard->pid) {
		close(ends[1]);
		guard__run(ends[0], path, before);
	}
	close(ends[0]);
	guard->pipe = ends[1];
	if (guard->pid > 0)
		return 0;
	guard->pid = 0;
	close(ends[1]);
	return -errno;
}

int setting_guard__hold(struct setting_guard *guard, const char *path, const char *value)
{
	char before[64];
	int err = sysfile__read_line(path, before, sizeof(before));

	*guard = (struct setting_guard){ 0 };
	if (err || !strcmp(before, value))
		return err;
	snprintf(guard->path, sizeof(guard->path), "%s", path);
	snprintf(guard->before, sizeof(guard->before), "%s", before);
	/* The guard starts before anything is changed, as this process may be killed in between. */
	err = guard__start(guard, path, before);
	if (!err)
		err = write_setting(path, value);
	if (err)
		setting_guard__release(guard);
	return err;
}

void setting_guard__release(struct setting_guard *guard)
{
	int status = 0;

	if (!guard->pid)
		return;
	close(guard->pipe);
	while (waitpid(guard->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status)
		write_setting(guard->path, guard->before);
	guard->pid = 0;
}
