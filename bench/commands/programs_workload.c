// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/programs_workload.h"

#include <stdbool.h>
#include <stdio.h>

#include "bench/base/log.h"
#include "bench/execute/choose_workload.h"

/* Whether programs of this arm were attached, and none of them ran in an operation. */
static bool is_silent(const struct run *run, const char *arm)
{
	const struct capability *c = run__capability(run, arm);

	return c && !c->available && program_facts__timed_runs(&run->facts, arm) == 0;
}

static struct program_files silent_files(const struct program_files *all, const struct run *run)
{
	struct program_files silent = *all;

	silent.n = 0;
	for (size_t i = 0; i < all->n; i++)
		if (is_silent(run, all->v[i].arm))
			silent.v[silent.n++] = all->v[i];
	return silent;
}

void programs_workload__suggest(const struct options *options, const struct run *run)
{
	const struct program_files silent = silent_files(&options->programs, run);
	const struct job job = { &options->plan, &options->where, EXPLAIN_NOTHING,
				 NULL,		 &silent,	  NULL };
	struct chosen_workload chosen;

	if (!options->has_workload || !silent.n)
		return;
	log__info("trying other workloads than %s", run->plan.workload);
	if (!choose_workload(&job, NULL, &chosen) && chosen.workload[0])
		log__info("to measure with it: --%s %s, or no --workload",
			  chosen.target[0] ? "target" : "workload",
			  chosen.target[0] ? chosen.target : chosen.workload);
}

int programs_workload__choose(struct options *options, const char *image)
{
	const struct job job = { &options->plan, &options->where,    EXPLAIN_NOTHING,
				 NULL,		 &options->programs, NULL };
	struct plan *plan = &options->plan;
	struct chosen_workload chosen;
	int err;

	if (!options->programs.n || options->has_workload)
		return 0;
	err = choose_workload(&job, image, &chosen);
	if (!err && chosen.workload[0])
		memcpy(plan->workload, chosen.workload, sizeof(plan->workload));
	if (!err && chosen.target[0])
		memcpy(plan->target, chosen.target, sizeof(plan->target));
	return err;
}
