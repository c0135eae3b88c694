// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/written_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

/* What errno is still likely to be of that failure. */
static const int of_writing[] = { ENOSPC, EDQUOT, EFBIG, EPIPE };

/* What an earlier failure must have been. */
static int reason_of(int fd, int last)
{
	struct pollfd end = { .fd = fd, .events = POLLOUT };
	int flags = fcntl(fd, F_GETFL);

	for (size_t i = 0; i < sizeof(of_writing) / sizeof(*of_writing); i++)
		if (last == of_writing[i])
			return -last;
	if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY)
		return -EBADF;
	if (poll(&end, 1, 0) > 0 && (end.revents & POLLERR))
		return -EPIPE;
	return -EIO;
}

int written_file__flush(FILE *file)
{
	bool has_failed = ferror(file);
	int last = errno;

	errno = 0;
	if (fflush(file))
		return errno ? -errno : -EIO;
	return has_failed ? reason_of(fileno(file), last) : 0;
}

int written_file__close(FILE *file)
{
	int err = written_file__flush(file);

	errno = 0;
	if (fclose(file) && !err)
		err = errno ? -errno : -EIO;
	return err;
}
