// SPDX-License-Identifier: GPL-2.0-or-later
/* Does nothing between the two clock reads: measures the cost of reading the clock. */
#include "workloads/workload.h"

WORKLOAD_CYCLE null__cycle(struct worker *worker, enum clock_source source)
{
	uint64_t start = worker__begin(worker, source);
	uint64_t end = worker__end(worker, source);

	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(null, null__cycle)
