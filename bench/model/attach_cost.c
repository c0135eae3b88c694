// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/attach_cost.h"

#include <errno.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/version.h"

const struct field attach_trial_fields[] = {
	FIELD(attach_trial, backend, "backend", text, ""),
	FIELD(attach_trial, functions, "functions", known, "functions", .min = 1,
	      .max = PLAN_MAX_FUNCTIONS),
	FIELD(attach_trial, repeat, "repeat", integer, "", .min = 1,
	      .max = ATTACH_COST_MAX_REPEATS),
	FIELD(attach_trial, load, "load", count, "clock"),
	FIELD(attach_trial, attach, "attach", count, "clock"),
	FIELD(attach_trial, detach, "detach", count, "clock"),
	FIELD(attach_trial, load_ns, "load_ns", count, "ns"),
	FIELD(attach_trial, attach_ns, "attach_ns", count, "ns"),
	FIELD(attach_trial, detach_ns, "detach_ns", count, "ns"),
	FIELD(attach_trial, reason, "reason", text_or_null, ""),
	{ .key = NULL },
};

int attach_cost__add(struct attach_cost *cost, const struct attach_trial *trial)
{
	struct attach_trial *grown = reallocarray(cost->trials, cost->n + 1, sizeof(*cost->trials));

	if (!grown)
		return log__out_of_memory();
	cost->trials = grown;
	cost->trials[cost->n++] = *trial;
	return 0;
}

void attach_cost__free(struct attach_cost *cost)
{
	json_decref(cost->environment);
	json_decref(cost->vm);
	free(cost->trials);
	*cost = (struct attach_cost){ .environment = NULL };
}

json_t *attach_cost__pack_trials(const struct attach_cost *cost)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < cost->n; i++)
		json_array_append_new(list, fields__to_json(attach_trial_fields, &cost->trials[i]));
	return list;
}

int attach_cost__take_trials(struct attach_cost *cost, json_t *list)
{
	struct field_reader r = { "" };
	json_t *item;
	size_t i;
	int err = 0;

	json_array_foreach (list, i, item) {
		struct attach_trial trial = { .backend = "" };

		fields__from_json(&r, item, attach_trial_fields, &trial);
		if (r.problem[0])
			return log__fail(-EINVAL, "invalid costs of attaching: %s", r.problem);
		err = attach_cost__add(cost, &trial);
		if (err)
			return err;
	}
	return 0;
}

json_t *attach_cost__to_json(const struct attach_cost *cost)
{
	return json_pack("{s:s, s:{s:s, s:s}, s:s, s:O, s:O?, s:s, s:o}", "schema",
			 ATTACH_COST_SCHEMA, "tool", "name", "hookbench", "version",
			 HOOKBENCH_VERSION, "started", cost->started, "environment",
			 cost->environment, "vm", cost->vm, "unit", clock_unit__name(cost->unit),
			 "trials", attach_cost__pack_trials(cost));
}
