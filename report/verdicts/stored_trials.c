// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/stored_trials.h"

#include <stdbool.h>
#include <string.h>

#include "report/figures/rounds.h"

static bool is_trial(json_t *trial, const char *backend, json_int_t round)
{
	const char *name = json_string_value(json_object_get(trial, "backend"));

	return name && !strcmp(name, backend) && !json_is_true(json_object_get(trial, "control")) &&
	       json_integer_value(json_object_get(trial, "round")) == round;
}

json_t *stored_trials__find(const json_t *json, const char *backend)
{
	json_t *trial;
	size_t i;

	json_array_foreach (json_object_get(json, "trials"), i, trial)
		if (is_trial(trial, backend, 1))
			return trial;
	return NULL;
}

const char *stored_trials__over(const json_t *json, const struct run *run, const char *backend)
{
	const struct plan_program *program = plan__program(&run->plan, backend, false);

	if (program && program->twin[0] && stored_trials__find(json, program->twin))
		return program->twin;
	return run__reference(run);
}

void stored_trials__copy_text(const json_t *json, const char *key, char *to, size_t size)
{
	const char *text = json_string_value(json_object_get(json, key));

	snprintf(to, size, "%s", text ? text : "unknown");
}
