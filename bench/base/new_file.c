// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_to(int fd, int (*write)(FILE *file, const void *what), const void *what)
{
	FILE *file = fdopen(fd, "w");
	int err;

	if (!file) {
		err = -errno;
		close(fd);
		return err;
	}
	err = write(file, what);
	if (!err && ferror(file))
		err = -EIO;
	if (fclose(file) && !err)
		err = -errno;
	return err;
}

int new_file__write(const char *path, int (*write)(FILE *file, const void *what), const void *what)
{
	char temporary[PATH_MAX];
	mode_t mask = umask(0);
	int fd, err;

	umask(mask);
	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= sizeof(temporary))
		return -ENAMETOOLONG;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	/* A temporary file is its owner's alone; this one is to be as any other. */
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
