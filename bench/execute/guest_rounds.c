// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/guest_rounds.h"

#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/run_json.h"

/* Moves the trials of `round` to `run`. */
static int append(struct run *run, struct run *round)
{
	struct trial *trials =
		reallocarray(run->trials, run->n_trials + round->n_trials + 1, sizeof(*trials));

	if (!trials)
		return log__out_of_memory();
	memcpy(trials + run->n_trials, round->trials, round->n_trials * sizeof(*trials));
	run->trials = trials;
	run->n_trials += round->n_trials;
	round->n_trials = 0;
	return 0;
}

static size_t count_cells(const struct run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_trials; i++)
		n += run->trials[i].operation.cells.n + run->trials[i].beside.cells.n;
	return n;
}

bool guest_rounds__take(json_t *round, void *context)
{
	struct guest_rounds *rounds = context;
	struct run run;
	int err = run__from_json(round, "a round of the guest", &run);

	if (err)
		return false;
	rounds->n_cells += count_cells(&run);
	if (rounds->n_cells > GUEST_ROUNDS_MAX_CELLS) {
		run__drop_histograms(&run);
		run__drop_histograms(&rounds->run);
	}
	if (++rounds->n > PLAN_MAX_ROUNDS || run.n_trials > PLAN_MAX_BACKENDS + 1) {
		log__error("the guest sent more rounds, or more trials in one, than a run has");
		run__free(&run);
		return false;
	}
	if (!rounds->run.environment) {
		rounds->run = run;
	} else {
		err = append(&rounds->run, &run);
		run__free(&run);
	}
	return !err && !rounds->is_enough(&rounds->run);
}

void guest_rounds__free(struct guest_rounds *rounds)
{
	run__free(&rounds->run);
}
