// SPDX-License-Identifier: GPL-2.0-or-later
/* Unlinks a name that does not exist: the path through the target without file system work. */
#include <errno.h>
#include <unistd.h>

#include "workloads/workload.h"

WORKLOAD_CYCLE unlink_missing__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	int err;

	start = worker__begin(worker, source);
	err = unlinkat(worker->folder, "missing", 0);
	end = worker__end(worker, source);
	if (!err || errno != ENOENT)
		return worker__fail(worker, "unlinkat of a missing name", err ? errno : 0);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(unlink_missing, unlink_missing__cycle)
