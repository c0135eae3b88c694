// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"

/* How soon a signal is noticed that comes just before waiting. */
#define POLL_MS 200
/* Of a compiler that a source has led astray. */
#define CPU_MOST_S   120
#define MEMORY_MOST  (UINT64_C(2) << 30)
#define CHUNK	     ((size_t)64 << 10)
#define VERSION_MOST ((size_t)64 << 10)

/* What is read from a pipe. */
struct collected {
	int fd;
	char *data;
	size_t size, room, most;
	bool is_cut; /* more than `most` is dropped, instead of an error */
};

enum { OUTPUT, MESSAGES, FAILURE, PIPES };

/* ---- the child ---- */

static void limit(int what, rlim_t most)
{
	struct rlimit now;

	if (getrlimit((__rlimit_resource_t)what, &now) || now.rlim_cur < most)
		return;
	now.rlim_cur = most;
	setrlimit((__rlimit_resource_t)what, &now);
}

char *tool__path(void)
{
	const char *path = getenv("PATH");
	char *wider;

	return asprintf(&wider, "%s:/usr/sbin:/sbin", path ? path : "/usr/bin:/bin") < 0 ? NULL
											 : wider;
}

static void run_child(char *const *words, pid_t parent, int fd, int pipes[PIPES][2])
{
	char *wider = tool__path();
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC), err;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	interrupt__uninstall();
	if (fd >= 0)
		fcntl(fd, F_SETFD, 0);
	dup2(nothing, STDIN_FILENO);
	dup2(pipes[OUTPUT][1], STDOUT_FILENO);
	dup2(pipes[MESSAGES][1], STDERR_FILENO);
	if (wider)
		setenv("PATH", wider, 1);
	/* Last: a sanitizer in this process needs more. */
	limit(RLIMIT_CPU, CPU_MOST_S);
	limit(RLIMIT_AS, MEMORY_MOST);
	execvp(words[0], words);
	err = errno;
	/* Its reader sees the end of the pipe if the program runs. */
	if (write(pipes[FAILURE][1], &err, sizeof(err)) < 0)
		_exit(1);
	_exit(127);
}

/* ---- the parent ---- */

static int keep(struct collected *c, const char *data, size_t n)
{
	if (n > c->most - c->size) {
		if (!c->is_cut)
			return -EFBIG;
		n = c->most - c->size;
	}
	if (c->size + n + 1 > c->room) {
		size_t room = 2 * c->room + n + 1;
		char *grown = realloc(c->data, room);

		if (!grown)
			return -ENOMEM;
		c->data = grown;
		c->room = room;
	}
	memcpy(c->data + c->size, data, n);
	c->size += n;
	c->data[c->size] = '\0';
	return 0;
}

/* 1 if there may be more; 0 at the end; -errno. */
static int collect(struct collected *c)
{
	char data[CHUNK];
	ssize_t n = read(c->fd, data, sizeof(data));
	int err;

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? 1 : -errno;
	if (!n)
		return 0;
	err = keep(c, data, (size_t)n);
	return err ? err : 1;
}

static void trim(struct collected *c)
{
	while (c->size && c->data[c->size - 1] == '\n')
		c->data[--c->size] = '\0';
}

/* Until all pipes have ended. */
static int collect_all(struct collected *c)
{
	struct pollfd polled[PIPES];
	int open = PIPES, err = 0;

	for (size_t i = 0; i < PIPES; i++)
		polled[i] = (struct pollfd){ .fd = c[i].fd, .events = POLLIN };
	while (open && err >= 0) {
		if (*interrupt__flag())
			return -EINTR;
		if (poll(polled, PIPES, POLL_MS) < 0)
			err = errno == EINTR ? 0 : -errno;
		for (size_t i = 0; i < PIPES && err >= 0; i++) {
			if (polled[i].fd < 0 || !polled[i].revents)
				continue;
			err = collect(&c[i]);
			if (!err) {
				polled[i].fd = -1;
				open--;
			}
		}
	}
	return err < 0 ? err : 0;
}

static int wait_for(pid_t pid, bool must_end)
{
	int status = 0;

	if (must_end)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static int run(char *const *words, int fd, int pipes[PIPES][2], struct collected *c, int *status)
{
	pid_t parent = getpid(), pid = fork();
	int err;

	if (pid < 0)
		return -errno;
	if (!pid)
		run_child(words, parent, fd, pipes);
	for (size_t i = 0; i < PIPES; i++) {
		close(pipes[i][1]);
		pipes[i][1] = -1;
		c[i].fd = pipes[i][0];
	}
	err = collect_all(c);
	*status = wait_for(pid, err != 0);
	if (*interrupt__flag())
		return -EINTR;
	if (!err && c[FAILURE].size == sizeof(err))
		memcpy(&err, c[FAILURE].data, sizeof(err));
	return err > 0 ? -err : err;
}

static void close_pipes(int pipes[PIPES][2])
{
	for (size_t i = 0; i < PIPES; i++)
		for (size_t j = 0; j < 2; j++)
			if (pipes[i][j] >= 0)
				close(pipes[i][j]);
}

int tool__run(char *const *words, size_t most, int fd, struct tool_result *result)
{
	int pipes[PIPES][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } }, err = 0;
	struct collected c[PIPES] = {
		[OUTPUT] = { .most = most },
		[MESSAGES] = { .most = TOOL_MESSAGES_MOST, .is_cut = true },
		[FAILURE] = { .most = sizeof(int) },
	};

	*result = (struct tool_result){ 0 };
	for (size_t i = 0; i < PIPES && !err; i++)
		err = pipe2(pipes[i], O_CLOEXEC) || keep(&c[i], "", 0) ? -errno : 0;
	if (!err)
		err = run(words, fd, pipes, c, &result->status);
	close_pipes(pipes);
	free(c[FAILURE].data);
	result->output = c[OUTPUT].data;
	result->size = c[OUTPUT].size;
	trim(&c[MESSAGES]);
	result->messages = c[MESSAGES].data;
	if (err)
		tool__free(result);
	return err;
}

void tool__free(struct tool_result *result)
{
	free(result->output);
	free(result->messages);
	*result = (struct tool_result){ 0 };
}

int tool__is_missing(const char *name, const char *what_for, const char *package)
{
	return log__fail(-ENOENT, "%s is not installed, and %s: install Debian's package %s", name,
			 what_for, package);
}

int tool__version(const char *name, const char *what_for, const char *package, char *line,
		  size_t size)
{
	char *words[] = { (char *)name, (char *)"--version", NULL };
	struct tool_result result;
	int err = tool__run(words, VERSION_MOST, -1, &result);

	if (err == -ENOENT)
		return tool__is_missing(name, what_for, package);
	if (err)
		return err == -EINTR ? err
				     : log__fail(err, "cannot run %s: %s", name, strerror(-err));
	snprintf(line, size, "%s", result.output);
	line[strcspn(line, "\n")] = '\0';
	tool__free(&result);
	return 0;
}
