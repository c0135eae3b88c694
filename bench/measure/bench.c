// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/bench.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"

static void worker__close(struct worker *worker, const struct workload *workload)
{
	if (worker->state)
		workload->close(worker);
	histogram__free(worker->operation);
	histogram__free(worker->first_half);
	histogram__free(worker->control);
	if (worker->folder >= 0)
		close(worker->folder);
}

static int worker__open_state(struct worker *worker, const struct workload *workload)
{
	int err = workload->open ? workload->open(worker) : 0;

	if (err)
		worker->state = NULL;
	return err;
}

static int worker__open(struct worker *worker, const struct bench *bench,
			const struct scratch *scratch, unsigned int number)
{
	bool exact = bench->plan->unit == CLOCK_INSTRUCTIONS;

	*worker = (struct worker){
		.folder = scratch__subfolder(scratch, number),
		.operation = histogram__new(exact),
		.control = histogram__new(exact),
		/* Instruction counts do not warm up, and merging would lose exact values. */
		.first_half = exact ? NULL : histogram__new(false),
		.stop = bench->stop,
		.target = bench->plan->target,
	};
	if (worker->folder < 0)
		return worker->folder;
	if (!worker->operation || !worker->control || (!exact && !worker->first_half))
		return log__out_of_memory();
	return worker__open_state(worker, bench->workload);
}

static void worker__reset(struct worker *worker, uint64_t cycles)
{
	histogram__reset(worker->operation);
	histogram__reset(worker->control);
	if (worker->first_half)
		histogram__reset(worker->first_half);
	worker->half = worker->first_half ? cycles / 2 : 0;
	worker->done = 0;
}

void bench__set_pace(struct bench *bench, uint64_t rate_hz)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		bench->workers[i].period_ns = rate_hz ? 1000000000 / rate_hz : 0;
}

int bench__open(struct bench *bench, const struct scratch *scratch)
{
	unsigned int n = bench->plan->threads;
	int err = 0;

	bench->workers = calloc(n, sizeof(*bench->workers));
	if (!bench->workers)
		return log__out_of_memory();
	for (unsigned int i = 0; i < n; i++)
		bench->workers[i].folder = -1;
	for (unsigned int i = 0; i < n && !err; i++)
		err = worker__open(&bench->workers[i], bench, scratch, i);
	if (err)
		bench__close(bench);
	return err;
}

void bench__close(struct bench *bench)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		worker__close(&bench->workers[i], bench->workload);
	free(bench->workers);
	bench->workers = NULL;
}

void bench__reset(const struct bench *bench, uint64_t cycles)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		worker__reset(&bench->workers[i], cycles);
}

int bench__check(const struct bench *bench, const struct workload *workload)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++) {
		const struct worker *worker = &bench->workers[i];

		if (!worker->failed_call)
			continue;
		log__error("workload %s: %s: %s", workload->name, worker->failed_call,
			   worker->failed_errno ? strerror(worker->failed_errno)
						: "succeeded, but should have failed");
		return worker->failed_errno ? -worker->failed_errno : -EIO;
	}
	return *bench->stop ? -EINTR : 0;
}
