// SPDX-License-Identifier: GPL-2.0-or-later
/* Creates a file, renames it to an unused name, and unlinks it. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "workloads/workload.h"

#define OLD_NAME "file"
#define NEW_NAME "renamed"

WORKLOAD_CYCLE rename__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int err;

	if (worker__create_file(worker, OLD_NAME, source))
		return -1;

	start = worker__begin(worker, source);
	/* Without flags, the C library would use another system call. */
	err = (int)syscall(SYS_renameat2, worker->folder, OLD_NAME, worker->folder, NEW_NAME, 0);
	end = worker__end(worker, source);
	if (err)
		return worker__fail(worker, "renameat2", errno);
	worker__record(worker->operation, start, end, source);
	if (unlinkat(worker->folder, NEW_NAME, 0))
		return worker__fail(worker, "unlinkat", errno);
	return 0;
}

WORKLOAD_LOOP(rename, rename__cycle)
