// SPDX-License-Identifier: GPL-2.0-or-later
/* Gets the process ID: the cheapest system call, around a function of a few instructions. */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "workloads/workload.h"

WORKLOAD_CYCLE getpid__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start, end;
	long pid;

	start = worker__begin(worker, source);
	pid = syscall(SYS_getpid);
	end = worker__end(worker, source);
	if (pid < 0)
		return worker__fail(worker, "getpid", errno);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(getpid, getpid__cycle)
