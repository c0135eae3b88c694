// SPDX-License-Identifier: GPL-2.0-or-later
#include "workloads/workload.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

WORKLOAD_DECLARE(create_unlink);
WORKLOAD_DECLARE(unlink_missing);
WORKLOAD_DECLARE(null);

/* Renamed in Linux 7.0 (kernel commit e50aae1d39ac). */
static const char *const unlink_targets[] = { "do_unlinkat", "filename_unlinkat", NULL };

const struct workload workloads[] = {
	{
		.name = "create-unlink",
		.help = "creates a file and unlinks it; creating is its control",
		.has_control = true,
		.hits_per_operation = 1,
		.targets = unlink_targets,
		.file_name = "file",
		.knows_result = true,
		.lsm_hook = "path_unlink",
		.system_call = { "unlinkat", SYS_unlinkat, 1 },
		.loop = create_unlink__loop,
	},
	{
		.name = "unlink-missing",
		.help = "unlinks a name that does not exist: the cheapest real call",
		.hits_per_operation = 1,
		.targets = unlink_targets,
		.file_name = "missing",
		.knows_result = true,
		.result = -ENOENT,
		.system_call = { "unlinkat", SYS_unlinkat, 1 },
		.loop = unlink_missing__loop,
	},
	{
		.name = "null",
		.help = "does nothing between the two clock reads: what the clock itself costs",
		.hits_per_operation = 0,
		.targets = unlink_targets,
		.system_call = { "unlinkat", SYS_unlinkat, 1 },
		.loop = null__loop,
	},
	{ .name = NULL },
};

const struct workload *workload__find(const char *name)
{
	for (const struct workload *w = workloads; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	return NULL;
}

void worker__wait(struct worker *worker, uint64_t i)
{
	uint64_t now = clock__monotonic_ns();
	struct timespec until;

	worker->due_ns = i ? worker->due_ns + worker->period_ns : now;
	if (worker->due_ns <= now) {
		worker->due_ns = now;
		return;
	}
	until.tv_sec = (time_t)(worker->due_ns / 1000000000);
	until.tv_nsec = (long)(worker->due_ns % 1000000000);
	/* A signal ends the wait, and soon the loop. */
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
