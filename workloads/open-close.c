// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Opens an existing file and closes it. Only the open is timed: the kernel does most of the closing
 * on its way back to user space, after any function that could be hooked.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "workloads/workload.h"

WORKLOAD_DECLARE_STATE(open_close);

#define FILE_NAME "file"

int open_close__open(struct worker *worker)
{
	int error, fd = openat(worker->folder, FILE_NAME, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	if (fd >= 0) {
		close(fd);
		return 0;
	}
	error = errno;
	log__error("workload open-close: cannot create a file to open: %s", strerror(error));
	return -error;
}

void open_close__close(struct worker *worker)
{
	unlinkat(worker->folder, FILE_NAME, 0);
}

WORKLOAD_CYCLE open_close__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int fd;

	start = worker__begin(worker, source);
	fd = openat(worker->folder, FILE_NAME, O_RDONLY | O_CLOEXEC);
	end = worker__end(worker, source);
	if (fd < 0)
		return worker__fail(worker, "openat", errno);
	worker__record(worker->operation, start, end, source);
	close(fd);
	return 0;
}

WORKLOAD_LOOP(open_close, open_close__cycle)
