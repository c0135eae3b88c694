// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/random.h"

int precision__parse(const char *text, struct precision *precision)
{
	char *end;

	precision->value = strtod(text, &end);
	precision->is_percent = !strcmp(end, "%");
	if (end == text || (strcmp(end, "ns") != 0 && !precision->is_percent) ||
	    !(precision->value > 0) || precision->value > 1e9)
		return -EINVAL;
	return 0;
}

#define NO_FUNCTIONS  "none"
#define ALL_FUNCTIONS "all"

int elsewhere__parse(const char *text, struct elsewhere *elsewhere)
{
	const char *colon = strchr(text, ':'), *number = colon ? colon + 1 : text;
	const char *backend = colon ? text : PLAN_ELSEWHERE_BACKEND;
	size_t length = colon ? (size_t)(colon - text) : strlen(backend);

	*elsewhere = (struct elsewhere){ .backend = "" };
	if (!text[0] || !strcmp(text, NO_FUNCTIONS))
		return 0;
	if (!length || length >= sizeof(elsewhere->backend))
		return -EINVAL;
	memcpy(elsewhere->backend, backend, length);
	if (!strcmp(number, ALL_FUNCTIONS)) {
		elsewhere->functions = PLAN_ALL_FUNCTIONS;
		return 0;
	}
	if (!number__parse(number, &elsewhere->functions) || !elsewhere->functions ||
	    elsewhere->functions > PLAN_MAX_FUNCTIONS)
		return -EINVAL;
	return 0;
}

void elsewhere__format(const struct elsewhere *elsewhere, char text[PLAN_ELSEWHERE_SIZE])
{
	text[0] = '\0';
	if (elsewhere->functions == PLAN_ALL_FUNCTIONS)
		snprintf(text, PLAN_ELSEWHERE_SIZE, "%s:" ALL_FUNCTIONS, elsewhere->backend);
	else if (elsewhere->functions)
		snprintf(text, PLAN_ELSEWHERE_SIZE, "%s:%" PRIu64, elsewhere->backend,
			 elsewhere->functions);
}

bool plan__is_macro(const struct plan *plan)
{
	return plan->command[0];
}

const char *plan__subject(const struct plan *plan)
{
	return plan__is_macro(plan) ? plan->command : plan->workload;
}

bool plan__has_backend(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->n_backends; i++)
		if (!strcmp(plan->backends[i], name))
			return true;
	return false;
}

const struct plan_program *plan__program(const struct plan *plan, const char *backend, bool is_twin)
{
	for (size_t i = 0; i < plan->n_programs; i++) {
		const struct plan_program *p = &plan->programs[i];

		if (!strcmp(is_twin ? p->twin : p->arm, backend))
			return p;
	}
	return NULL;
}

size_t plan__round_size(const struct plan *plan)
{
	return plan->n_backends + 1;
}

void plan__order_round(const struct plan *plan, unsigned int round, struct plan_slot *slots)
{
	/*
	 * Each round uses a separate stream, so that its order does not depend on earlier rounds.
	 */
	struct random random = random__start(plan->seed, round);
	size_t n = plan__round_size(plan);

	/*
	 * Which `none` is the control is decided before shuffling. If it were always the later one,
	 * a machine that becomes slower would make it, and every hook, seem more expensive than the
	 * earlier one.
	 */
	for (size_t i = 0; i < n; i++)
		slots[i] = (struct plan_slot){
			.backend = i < plan->n_backends ? i : 0,
			.control = i == plan->n_backends,
		};
	random__shuffle(&random, slots, n, sizeof(*slots));
}
