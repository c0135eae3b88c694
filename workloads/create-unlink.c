// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Creates a file and unlinks it. The name is always the same, so that the dentry cache does not
 * grow; the file is closed before it is unlinked, so that unlinking frees the inode too.
 */
#include <errno.h>
#include <unistd.h>

#include "workloads/workload.h"

#define FILE_NAME "file"

WORKLOAD_CYCLE create_unlink__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int err;

	if (worker__create_file(worker, FILE_NAME, source))
		return -1;

	start = worker__begin(worker, source);
	err = unlinkat(worker->folder, FILE_NAME, 0);
	end = worker__end(worker, source);
	if (err)
		return worker__fail(worker, "unlinkat", errno);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(create_unlink, create_unlink__cycle)
