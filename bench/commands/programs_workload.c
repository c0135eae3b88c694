// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/programs_workload.h"

#include <stdbool.h>
#include <stdio.h>

#include "bench/base/log.h"
#include "bench/execute/choose_workload.h"

/* Whether a program was attached, and none of its arm's ran in an operation. */
static bool has_silent_arm(const struct run *run)
{
	for (size_t i = 0; i < run->plan.n_programs; i++) {
		const char *arm = run->plan.programs[i].arm;
		const struct capability *c = run__capability(run, arm);

		if (c && !c->available && program_facts__timed_runs(&run->facts, arm) == 0)
			return true;
	}
	return false;
}

void programs_workload__suggest(const struct options *options, const struct run *run)
{
	const struct job job = { &options->plan, &options->where,    false,
				 NULL,		 &options->programs, NULL };
	char workload[NAME_SIZE];

	if (!options->has_workload || !has_silent_arm(run))
		return;
	log__info("trying other workloads than %s", run->plan.workload);
	if (!choose_workload(&job, NULL, workload) && workload[0])
		log__info("to measure with it: --workload %s, or no --workload", workload);
}

int programs_workload__choose(struct options *options, const char *image)
{
	const struct job job = { &options->plan, &options->where,    false,
				 NULL,		 &options->programs, NULL };
	char workload[NAME_SIZE];
	int err;

	if (!options->programs.n || options->has_workload)
		return 0;
	err = choose_workload(&job, image, workload);
	if (!err && workload[0])
		snprintf(options->plan.workload, sizeof(options->plan.workload), "%s", workload);
	return err;
}
