// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel_image.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/interrupt.h"
#include "bench/log.h"
#include "bench/version.h"

/* Beside the installed program, or where the program was built. */
static int find_script(char *path, size_t size)
{
	char program[3072];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	if (n > 0) {
		program[n] = '\0';
		snprintf(path, size, "%s/" HOOKBENCH_INSTALLED_SCRIPTS "/fetch-kernel",
			 dirname(program));
		if (!access(path, X_OK))
			return 0;
	}
	snprintf(path, size, HOOKBENCH_SOURCE_SCRIPTS "/fetch-kernel");
	return access(path, X_OK) ? -errno : 0;
}

/* In the child. */
static void exec_script(const char *script, const char *name, int output)
{
	dup2(output, STDOUT_FILENO);
	/* It cleans up after itself on SIGTERM, also if this process is killed. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	execl(script, script, "--", name, (char *)NULL);
	_exit(127);
}

/* Waits; a signal to this process ends the script. */
static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (*interrupt__flag())
			kill(pid, SIGTERM);
	return status;
}

/*
 * Its messages go to stderr as they are; its answer is one line. 0; -EINTR; -ECHILD if it could not
 * be run; -ENOENT if it found nothing, and has said so.
 */
static int run_script(const char *script, const char *name, char *path, size_t size)
{
	int output[2], status;
	ssize_t n, length = 0;
	pid_t pid;

	if (pipe2(output, O_CLOEXEC) || (pid = fork()) < 0)
		return -ECHILD;
	if (!pid)
		exec_script(script, name, output[1]);
	close(output[1]);
	while (!*interrupt__flag() && (size_t)length < size - 1 &&
	       (n = read(output[0], path + length, size - 1 - (size_t)length)))
		length += n > 0 ? n : 0;
	path[length] = '\0';
	path[strcspn(path, "\n")] = '\0';
	close(output[0]);
	if (*interrupt__flag())
		kill(pid, SIGTERM);
	status = wait_for(pid);
	if (*interrupt__flag())
		return -EINTR;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		return -ECHILD;
	return !WEXITSTATUS(status) && path[0] ? 0 : -ENOENT;
}

/* Debian's own order of versions differs from this one in "~" alone. */
static int by_version(const void *a, const void *b)
{
	return strverscmp(*(char *const *)a, *(char *const *)b);
}

size_t kernel_image__installed(const char *folder, char **paths, size_t max)
{
	char pattern[4096];
	glob_t found;
	size_t n = 0;

	snprintf(pattern, sizeof(pattern), "%s/vmlinuz-*", folder);
	if (glob(pattern, GLOB_NOSORT, NULL, &found))
		return 0;
	qsort(found.gl_pathv, found.gl_pathc, sizeof(*found.gl_pathv), by_version);
	/* Too many: the newest are of more interest. */
	for (size_t i = found.gl_pathc > max ? found.gl_pathc - max : 0; i < found.gl_pathc; i++)
		if ((paths[n] = strdup(found.gl_pathv[i])))
			n++;
	globfree(&found);
	return n;
}

int kernel_image__find(const char *name, char *path, size_t size)
{
	char script[4096];
	int err;

	if (strchr(name, '/') || !access(name, F_OK)) {
		snprintf(path, size, "%s", name);
		return 0;
	}
	err = find_script(script, sizeof(script)) ? -ECHILD : run_script(script, name, path, size);
	if (err == -ECHILD)
		log__error(
			"cannot run %s, which finds the kernel image \"%s\"; name a file instead",
			script, name);
	return err;
}
