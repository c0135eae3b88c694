// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_attach_cost.h"

#include <errno.h>
#include <signal.h>

#include "bench/guest/host.h"
#include "bench/measure/measure_attach_cost.h"

/* The lists are as long as the wire allows, which fits the plan. */
static int read_plan(const json_t *request, struct attach_cost_plan *plan)
{
	json_t *item;
	size_t i;
	int err = 0;

	*plan = (struct attach_cost_plan){ .n_backends = 0 };
	plan->repeats = (unsigned int)json_integer_value(json_object_get(request, "repeats"));
	plan->unit = json_is_true(json_object_get(request, "exact")) ? CLOCK_INSTRUCTIONS
								     : CLOCK_NANOSECONDS;
	json_array_foreach (json_object_get(request, "backends"), i, item)
		err = err ? err : attach_cost_plan__add(plan, json_string_value(item));
	json_array_foreach (json_object_get(request, "functions"), i, item)
		plan->counts[plan->n_counts++] = (uint64_t)json_integer_value(item);
	return err;
}

int guest_attach_cost__answer(const json_t *request, json_t **reply)
{
	static const volatile sig_atomic_t never_stop;
	const struct run_context context = { .stop = &never_stop, .progress = host__send_progress };
	struct attach_cost_plan plan;
	struct attach_cost cost = { .environment = NULL };
	int err = read_plan(request, &plan);

	if (!err)
		err = attach_cost__measure(&plan, &context, &cost);
	if (!err)
		*reply = json_pack("{s:O, s:o}", "environment", cost.environment, "trials",
				   attach_cost__pack_trials(&cost));
	attach_cost__free(&cost);
	return err;
}
