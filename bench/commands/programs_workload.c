// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/programs_workload.h"

#include <stdio.h>

#include "bench/execute/choose_workload.h"

int programs_workload__choose(struct options *options, const char *image)
{
	const struct job job = { &options->plan, &options->where, false, NULL, &options->programs };
	char workload[NAME_SIZE];
	int err;

	if (!options->programs.n || options->has_workload)
		return 0;
	err = choose_workload(&job, image, workload);
	if (!err && workload[0])
		snprintf(options->plan.workload, sizeof(options->plan.workload), "%s", workload);
	return err;
}
