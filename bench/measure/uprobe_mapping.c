// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/uprobe_mapping.h"

#include "bench/hook/backends.h"
#include "bench/measure/capability.h"
#include "bench/measure/trial_run.h"

int uprobe_mapping__add(const struct bench *bench, const struct run *run)
{
	struct bench of_probe = *bench;
	struct trial trial;
	int err;

	if (!run->target.is_user || run->unit != CLOCK_INSTRUCTIONS)
		return 0;
	of_probe.payload = payload__find("empty");
	err = trial__run(&of_probe, backend__find("uretprobe"), bench->workload, PROBE_CYCLES,
			 PROBE_CYCLES, (struct progress){ .backend = "uretprobe" }, &trial);
	/* Where no return can be probed, the mapping never comes. */
	if (err && !trial.attached)
		err = 0;
	trial__free(&trial);
	return err;
}
