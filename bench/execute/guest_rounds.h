/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * --precision in a VM: the guest sends what each round has measured, and whether the rounds so far
 * are enough is decided here, by statistics that it has not.
 */
#ifndef HOOKBENCH_BENCH_EXECUTE_GUEST_ROUNDS_H
#define HOOKBENCH_BENCH_EXECUTE_GUEST_ROUNDS_H

#include <jansson.h>
#include <stdbool.h>

#include "bench/model/run.h"

struct guest_rounds {
	bool (*is_enough)(const struct run *run);
	struct run run; /* the rounds so far, with figures only; all 0 before the first */
};

/*
 * A vm_round; `context` is a struct guest_rounds. Adds the trials of `round`, a run as
 * run__from_json reads it; true if there is another round. False also if it cannot be read, logged.
 */
bool guest_rounds__take(json_t *round, void *context);
void guest_rounds__free(struct guest_rounds *rounds);

#endif
