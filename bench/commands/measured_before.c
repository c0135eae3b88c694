// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/measured_before.h"

#include "bench/base/log.h"
#include "bench/execute/prepare_programs.h"
#include "bench/execute/reuse.h"
#include "bench/model/plan_defaults.h"
#include "report/figures/summary.h"

/* Valid, with all the trials that its plan asks for. */
static bool is_whole(const struct run *run)
{
	struct summary summary;

	summary__make(run, &summary);
	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];
		const struct summary_row *row = summary__row(&summary, c->backend);

		if (c->available && (!row || row->rounds != run->plan.rounds))
			return false;
	}
	return !summary.n_problems;
}

/* A stored run has the checksums of its programs. What fails here fails again, with its message. */
static bool add_programs(const struct program_files *files, const char *image, struct plan *plan)
{
	struct refused_sources refused = { 0 };
	struct arm_objects objects;
	int err;

	log__silence(true);
	err = prepare_programs(files, image, plan, &objects, &refused);
	if (!err) {
		arm_objects__free(&objects);
		err = refused_sources__add_to_plan(&refused, plan);
	}
	log__silence(false);
	return !err;
}

static bool has_what_is_counted(const struct job *job, const struct run *run)
{
	return job->explain != EXPLAIN_DRIVERS || run->drivers;
}

bool measured_before__is(const struct job *job, const char *image, const struct run *run)
{
	struct plan plan = *job->plan;
	json_t *vm;
	bool same;

	if (!add_programs(job->programs, image, &plan))
		return false;
	plan__complete(&plan, run->unit);
	vm = execute__describe_vm(job, image);
	same = vm && reuse__is_same(run, &plan, vm) && has_what_is_counted(job, run);
	json_decref(vm);
	return same;
}

bool measured_before__find(const struct job *job, const char *image, const char *parent, char *path,
			   size_t size, struct run *run)
{
	struct plan plan = *job->plan;
	json_t *vm;
	bool found;

	/* Times never repeat exactly. */
	if (!where__is_exact(job->where))
		return false;
	if (!add_programs(job->programs, image, &plan))
		return false;
	plan__complete(&plan, CLOCK_INSTRUCTIONS);
	vm = execute__describe_vm(job, image);
	found = vm && reuse__find(parent, &plan, vm, path, size, run);
	json_decref(vm);
	if (found && (!is_whole(run) || !has_what_is_counted(job, run))) {
		run__free(run);
		found = false;
	}
	return found;
}
