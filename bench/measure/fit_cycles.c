// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/fit_cycles.h"

#include <inttypes.h>

#include "bench/base/log.h"
#include "bench/machine/settle_slab.h"
#include "bench/model/plan_defaults.h"

void fit_cycles(struct run *run)
{
	struct plan *plan = &run->plan;
	uint64_t slowest_ns = 0;

	if (!plan->fits_cycles)
		return;
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (run->capabilities[i].available && run->capabilities[i].between_ns > slowest_ns)
			slowest_ns = run->capabilities[i].between_ns;
	/* The first is `none`: the threads' cycles overlap. */
	plan__fit_cycles(plan, slowest_ns + SETTLE_US * UINT64_C(1000),
			 run->capabilities[0].cycle_ns * plan->threads);
	log__info(
		"Trials of %" PRIu64
		" cycles: attaching and detaching takes up to %.1f ms. --cycles sets another number.",
		plan->cycles, (double)slowest_ns / 1e6);
}
