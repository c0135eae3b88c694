// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kernel_image.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/own_files.h"
#include "bench/base/text.h"
#include "bench/base/version.h"

#define SCRIPT		 "fetch-kernel"
#define STATUS_TRY_AGAIN 75 /* of the script: the mirror is away, or the disk is full */

/* In the child. */
static void exec_script(const char *script, const char *name, const struct guest_arch *arch,
			int output)
{
	dup2(output, STDOUT_FILENO);
	/* On SIGTERM the script cleans up, also if this process is killed. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (arch)
		execl(script, script, "--arch", arch->debian, "--", name, (char *)NULL);
	else
		execl(script, script, "--", name, (char *)NULL);
	_exit(127);
}

/* Waits; a signal to this process stops the script. */
static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		if (*interrupt__flag())
			kill(pid, SIGTERM);
	return status;
}

/*
 * The script's messages go to stderr unchanged; its answer is one line. 0; -EINTR; -ECHILD if it
 * could not be run; -ENOENT if it found nothing, which it has reported.
 */
static int run_script(const char *script, const char *name, const struct guest_arch *arch,
		      char *path, size_t size)
{
	int output[2], status;
	ssize_t n, length = 0;
	pid_t pid;

	if (pipe2(output, O_CLOEXEC) || (pid = fork()) < 0)
		return -ECHILD;
	if (!pid)
		exec_script(script, name, arch, output[1]);
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
	if (WEXITSTATUS(status) == STATUS_TRY_AGAIN)
		machine_failure__note();
	return !WEXITSTATUS(status) && path[0] ? 0 : -ENOENT;
}

/*
 * Documentation/arch/x86/boot.rst: a bzImage has "HdrS" at 0x202, and at 0x20e the offset of the
 * version text, less 0x200. The first word of the text is the release.
 */
void kernel_image__release(const char *path, char *release, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	unsigned char offset[2] = { 0, 0 };
	char mark[4] = "";
	ssize_t n = -1;

	if (fd >= 0 && pread(fd, mark, sizeof(mark), 0x202) == sizeof(mark) &&
	    !memcmp(mark, "HdrS", sizeof(mark)) &&
	    pread(fd, offset, sizeof(offset), 0x20e) == sizeof(offset) && (offset[0] || offset[1]))
		n = pread(fd, release, size - 1, 0x200 + offset[0] + 256 * offset[1]);
	if (fd >= 0)
		close(fd);
	release[n > 0 ? n : 0] = '\0';
	release[strspn(release,
		       "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-._~")] =
		'\0';
}

static int by_version(const struct dirent **a, const struct dirent **b)
{
	return text__compare_versions((*a)->d_name, (*b)->d_name);
}

/*
 * Not kernels, or not the ones to compare: signatures, what package managers keep while they work,
 * the previous image that "make install" keeps, and the copies of editors and people.
 */
static bool is_other_file(const char *name)
{
	static const char *const ends[] = { ".sig",    ".hmac",	   ".old", ".bak", "~",
					    ".rpmnew", ".rpmsave", ".tmp", ".orig" };

	/* dpkg-new, dpkg-tmp, dpkg-dist and so on; and the rescue images of distributions. */
	if (strstr(name, ".dpkg-") || strstr(name, "rescue"))
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (text__ends_with(name, ends[i]))
			return true;
	return false;
}

static int is_installed_image(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "vmlinuz-", 8) && !is_other_file(entry->d_name);
}

/* Also a link to one, which must not dangle. */
static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

int kernel_image__installed(const char *folder, char **paths, size_t max)
{
	struct dirent **entries;
	int found = scandir(folder, &entries, is_installed_image, by_version), n = 0;

	if (found < 0) {
		int err = -errno;

		log__error("cannot look for kernel images in %s: %s", folder, strerror(errno));
		return err;
	}
	/* From the newest, as there may be too many. */
	for (int i = found; i--; free(entries[i])) {
		char *path = NULL;

		if (n < (int)max && asprintf(&path, "%s/%s", folder, entries[i]->d_name) > 0 &&
		    is_file(path))
			paths[n++] = path;
		else
			free(path);
	}
	free(entries);
	for (int i = 0; i < n / 2; i++) {
		char *path = paths[i];

		paths[i] = paths[n - 1 - i];
		paths[n - 1 - i] = path;
	}
	return n;
}

int kernel_image__find(const char *name, const struct guest_arch *arch, char *path, size_t size)
{
	char script[PATH_MAX];
	int err;

	/* A folder called 6.12 does not hide the version; "." is no version. */
	if (strchr(name, '/') || name[0] == '.' || is_file(name)) {
		snprintf(path, size, "%s", name);
		if (!new_file__is_special(name))
			return 0;
		/* It is read several times, by QEMU too. */
		return log__fail(
			-EINVAL,
			"%s is not a kernel image, but a pipe or a device; put its content into a file",
			name);
	}
	err = own_files__require(SCRIPT, HOOKBENCH_SOURCE_SCRIPTS "/" SCRIPT, script,
				 sizeof(script));
	if (!err)
		err = run_script(script, name, arch, path, size);
	if (err == -ECHILD)
		log__error(
			"cannot run %s, which finds the kernel image \"%s\"; name a file instead",
			script, name);
	return err;
}
