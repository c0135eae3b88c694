// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A workload as a separate program, for tools that time or observe programs: the loop that
 * hookbench measures, without the clock reads. Built once per row of the table, under the row's
 * name.
 */
#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/base/usage_error.h"
#include "bench/machine/scratch.h"
#include "workloads/workload.h"

#define DEFAULT_CYCLES	    "10k"
#define MAX_CYCLES	    UINT64_C(1000000000000)
#define EXIT_WORKLOAD	    1
#define TEMPORARY_IF_NO_DIR "/tmp"

struct wanted {
	uint64_t cycles;
	const char *dir;
};

/* Set by a signal: its number. */
static volatile sig_atomic_t stop;

static void take(int number)
{
	stop = number;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct wanted *wanted = state->input;

	switch (key) {
	case 'c':
		if (!number__parse(arg, &wanted->cycles) || !wanted->cycles ||
		    wanted->cycles > MAX_CYCLES)
			usage_error(
				state,
				"--cycles takes a whole number of at least 1 (with an optional k, M or G), not \"%s\"",
				arg);
		break;
	case 'd': wanted->dir = arg; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "cycles", 'c', "N", 0, "Number of cycles (default: " DEFAULT_CYCLES ")", 0 },
	{ "dir", 'd', "DIR", 0,
	  "Where to create a private working folder (default: a new tmpfs for root, otherwise $TMPDIR or " TEMPORARY_IF_NO_DIR
	  ")",
	  0 },
	{ 0 },
};

/* NULL: a tmpfs, which only root may mount. */
static const char *folder_for(const struct wanted *wanted)
{
	const char *dir = getenv("TMPDIR");

	if (wanted->dir || !geteuid())
		return wanted->dir;
	return dir && dir[0] ? dir : TEMPORARY_IF_NO_DIR;
}

static int run(const struct workload *workload, struct worker *worker, uint64_t cycles)
{
	int err = workload->open ? workload->open(worker) : 0;

	if (err)
		return err;
	workload->loop(worker, cycles, CLOCK_SOURCE_NONE);
	if (worker->failed_call)
		log__error("%s: %s: %s", workload->name, worker->failed_call,
			   worker->failed_errno ? strerror(worker->failed_errno)
						: "succeeded, but should have failed");
	if (workload->close)
		workload->close(worker);
	return worker->failed_call ? -EIO : 0;
}

int main(int argc, char **argv)
{
	const struct workload *workload = workload__find(WORKLOAD_NAME);
	const struct argp argp = { rows, parse, NULL, workload->help, NULL, NULL, NULL };
	struct wanted wanted = { .dir = NULL };
	struct worker worker = { .stop = &stop };
	struct scratch scratch;
	int err;

	number__parse(DEFAULT_CYCLES, &wanted.cycles);
	argp_err_exit_status = 2;
	listed_options__parse(&argp, argc, argv, &wanted);
	signal(SIGINT, take);
	signal(SIGTERM, take);
	if (scratch__create(&scratch, folder_for(&wanted)))
		return EXIT_WORKLOAD;
	worker.folder = scratch__subfolder(&scratch, 0);
	err = worker.folder < 0 ? worker.folder : run(workload, &worker, wanted.cycles);
	if (worker.folder >= 0)
		close(worker.folder);
	scratch__remove(&scratch);
	if (stop) {
		signal(stop, SIG_DFL);
		raise(stop);
	}
	return err ? EXIT_WORKLOAD : 0;
}
