// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/written_file.h"

static int write_to(int fd, int (*write)(FILE *file, const void *what), const void *what)
{
	FILE *file = fdopen(fd, "w");
	int err, written;

	if (!file) {
		err = -errno;
		close(fd);
		return err;
	}
	err = write(file, what);
	/* It knows the reason, where `write` only knows that there is one. */
	written = written_file__close(file);
	return written ? written : err;
}

int new_file__write(const char *path, int (*write)(FILE *file, const void *what), const void *what)
{
	char temporary[PATH_MAX];
	mode_t mask = umask(0);
	int fd, err;

	umask(mask);
	if (new_file__is_special(path))
		return -ENOTSUP;
	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= sizeof(temporary))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* A temporary file is private to its owner; this one gets the usual permissions. */
	err = fchmod(fd, 0666 & ~mask) ? -errno : 0;
	if (err)
		close(fd);
	else
		err = write_to(fd, write, what);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}

int new_file__write_or_fill(const char *path, int (*write)(FILE *file, const void *what),
			    const void *what)
{
	int fd;

	if (!new_file__is_special(path))
		return new_file__write(path, write, what);
	/* It is there: one that has gone meanwhile is not made. */
	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? -errno : write_to(fd, write, what);
}

bool new_file__is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

int new_file__check(const char *path)
{
	char copy[PATH_MAX];
	struct stat st;
	int err = 0;

	snprintf(copy, sizeof(copy), "%s", path);
	if (!path[0])
		err = -ENOENT;
	else if (!stat(path, &st) && S_ISDIR(st.st_mode))
		err = -EISDIR;
	else if (new_file__is_special(path) ? access(path, W_OK)
					    : access(dirname(copy), W_OK | X_OK))
		err = -errno;
	return err ? log__fail(err, "cannot write %s: %s", path, strerror(-err)) : 0;
}
