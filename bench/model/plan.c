// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/random.h"
#include "bench/hook/backend.h"
#include "bench/hook/payload.h"
#include "workloads/workload.h"

/* The names of a table, whose rows start with their name, as one line for a message. */
static const char *table__names(const void *table, size_t row_size)
{
	static char names[512];
	const char *row = table;

	names[0] = '\0';
	for (const char *name; (name = *(const char *const *)row); row += row_size)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
			 names[0] ? ", " : "", name);
	return names;
}

static int plan__set_name(char to[NAME_SIZE], const char *kind, const char *name, const void *row,
			  const void *table, size_t row_size)
{
	if (!row) {
		log__error("there is no %s \"%s\"; there is: %s", kind, name,
			   table__names(table, row_size));
		return -EINVAL;
	}
	snprintf(to, NAME_SIZE, "%s", name);
	return 0;
}

int plan__set_workload(struct plan *plan, const char *name)
{
	return plan__set_name(plan->workload, "workload", name, workload__find(name), workloads,
			      sizeof(*workloads));
}

int plan__set_payload(struct plan *plan, const char *name)
{
	return plan__set_name(plan->payload, "payload", name, payload__find(name), payloads,
			      sizeof(*payloads));
}

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

static int plan__add_backend(struct plan *plan, const char *name)
{
	if (plan__has_backend(plan, name))
		return 0;
	if (plan->n_backends == PLAN_MAX_BACKENDS)
		return -E2BIG;
	return plan__set_name(plan->backends[plan->n_backends++], "backend", name,
			      backend__find(name), backends, sizeof(*backends));
}

static int plan__add_all_backends(struct plan *plan)
{
	int err = 0;

	for (const struct backend *b = backends; b->name && !err; b++)
		err = plan__add_backend(plan, b->name);
	return err;
}

int plan__set_backends(struct plan *plan, const char *list)
{
	char *copy = strdup(list), *rest = copy, *name;
	int err;

	if (!copy)
		return -ENOMEM;
	plan->n_backends = 0;
	err = plan__add_backend(plan, backends[0].name);
	while (!err && (name = strsep(&rest, ",")))
		err = !strcmp(name, "all") ? plan__add_all_backends(plan)
					   : plan__add_backend(plan, name);
	free(copy);
	return err;
}

size_t plan__round_size(const struct plan *plan)
{
	return plan->n_backends + 1;
}

void plan__order_round(const struct plan *plan, unsigned int round, struct plan_slot *slots)
{
	/* Each round has its own stream, so that its order does not depend on earlier rounds. */
	struct random random = random__start(plan->seed, round);
	size_t n = plan__round_size(plan);

	/*
	 * Which of the two is the control is settled before: were it the later one, a machine that
	 * becomes slower would make it, and every hook, seem to cost more than the earlier one.
	 */
	for (size_t i = 0; i < n; i++)
		slots[i] = (struct plan_slot){
			.backend = i < plan->n_backends ? i : 0,
			.control = i == plan->n_backends,
		};
	random__shuffle(&random, slots, n, sizeof(*slots));
}
