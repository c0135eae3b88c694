// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Creates a file and unlinks it. The name is always the same, so that the dentry cache does not
 * grow; the file is closed before it is unlinked, so that unlinking frees the inode too.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "workloads/workload.h"

#define FILE_NAME "file"

WORKLOAD_CYCLE create_unlink__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int fd, err;

	start = clock__read(source);
	fd = openat(worker->folder, FILE_NAME, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	end = clock__read(source);
	if (fd < 0)
		return worker__fail(worker, "openat", errno);
	worker__record(worker->control, start, end, source);
	close(fd);

	start = clock__begin(source);
	err = unlinkat(worker->folder, FILE_NAME, 0);
	end = clock__end(source);
	if (err)
		return worker__fail(worker, "unlinkat", errno);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(create_unlink, create_unlink__cycle)
