// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Creates a folder and removes it; creating it is the control. The name is always the same, so that
 * the dentry cache does not grow.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "workloads/workload.h"

#define FOLDER_NAME "folder"

WORKLOAD_CYCLE mkdir_rmdir__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int err;

	start = clock__read(source);
	err = mkdirat(worker->folder, FOLDER_NAME, 0700);
	end = clock__read(source);
	if (err)
		return worker__fail(worker, "mkdirat", errno);
	worker__record(worker->control, start, end, source);

	start = worker__begin(worker, source);
	err = unlinkat(worker->folder, FOLDER_NAME, AT_REMOVEDIR);
	end = worker__end(worker, source);
	if (err)
		return worker__fail(worker, "unlinkat", errno);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(mkdir_rmdir, mkdir_rmdir__cycle)
