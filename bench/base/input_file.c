// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/input_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"

/* What it is instead of a regular file; NULL if it is one. */
static const char *other_kind(mode_t mode)
{
	if (S_ISREG(mode))
		return NULL;
	return S_ISDIR(mode) ? "a folder" : S_ISFIFO(mode) ? "a pipe" : "a device or a socket";
}

const char *input_file__other_kind(const char *path)
{
	struct stat st;

	return stat(path, &st) ? NULL : other_kind(st.st_mode);
}

static int check(const char *path, const char *what, size_t most, const struct stat *st)
{
	const char *other = other_kind(st->st_mode);

	if (other)
		return log__fail(S_ISDIR(st->st_mode) ? -EISDIR : -EINVAL,
				 "%s is not %s, but %s; name a file", path, what, other);
	if (!st->st_size)
		return log__fail(-EINVAL, "%s is not %s: it is empty", path, what);
	if ((uint64_t)st->st_size > most)
		return log__fail(-EFBIG, "%s is not %s: it has %lld bytes, and may have %zu", path,
				 what, (long long)st->st_size, most);
	return 0;
}

/* A file that grows or shrinks meanwhile has the size that was read. -errno, not logged. */
static ssize_t read_all(int fd, char *bytes, size_t size)
{
	size_t done = 0;
	ssize_t n;

	while (done < size && (n = read(fd, bytes + done, size - done)))
		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			return -errno;
	return (ssize_t)done;
}

static int read_open(int fd, const char *path, const char *what, size_t most, void **bytes,
		     size_t *size)
{
	struct stat st = { 0 };
	int err = fstat(fd, &st) ? log__fail(-errno, "cannot read %s: %s", path, strerror(errno))
				 : check(path, what, most, &st);
	char *data;
	ssize_t n;

	if (err)
		return err;
	data = malloc((size_t)st.st_size + 1);
	if (!data)
		return log__out_of_memory();
	n = read_all(fd, data, (size_t)st.st_size);
	if (n <= 0) {
		free(data);
		return log__fail(n < 0 ? (int)n : -EINVAL, "cannot read %s: %s", path,
				 n < 0 ? strerror((int)-n) : "it has become empty");
	}
	data[n] = '\0';
	*bytes = data;
	*size = (size_t)n;
	return 0;
}

int input_file__read(const char *path, const char *what, size_t most, void **bytes, size_t *size)
{
	/* Opening a pipe without a writer would wait for one, and a terminal would become ours. */
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC), err;

	if (fd < 0)
		return log__fail(-errno, "cannot read %s: %s", path, strerror(errno));
	err = read_open(fd, path, what, most, bytes, size);
	close(fd);
	return err;
}
