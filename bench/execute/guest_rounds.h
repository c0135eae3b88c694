/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --precision in a VM: the guest sends the results of each round. Whether there are enough rounds
 * is decided here, by statistics that the guest does not have.
 */
#ifndef HOOKBENCH_BENCH_EXECUTE_GUEST_ROUNDS_H
#define HOOKBENCH_BENCH_EXECUTE_GUEST_ROUNDS_H

#include <jansson.h>
#include <stdbool.h>

#include "bench/model/run.h"

/*
 * 32 MB, some hundred rounds. With more than that, no histogram is kept but figures: intervals are
 * then a little wider, and the run ends later.
 */
#define GUEST_ROUNDS_MAX_CELLS 2000000

struct guest_rounds {
	bool (*is_enough)(const struct run *run);
	unsigned int n; /* rounds that the guest has sent */
	size_t n_cells; /* of their histograms */
	struct run run; /* the rounds so far; all 0 before the first */
};

/*
 * A vm_round; `context` is a struct guest_rounds. Adds the trials of `round`, a run as
 * run__from_json reads it. True: measure another round; false also if `round` cannot be read,
 * logged.
 */
bool guest_rounds__take(json_t *round, void *context);
void guest_rounds__free(struct guest_rounds *rounds);

#endif
