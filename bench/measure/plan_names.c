// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/plan_names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/table.h"
#include "bench/hook/backends.h"
#include "bench/hook/payload.h"
#include "bench/model/target.h"
#include "workloads/workload.h"

static int plan__set_name(char to[NAME_SIZE], const char *kind, const char *name, const void *row,
			  const void *table, size_t row_size)
{
	char names[512], near[128];

	if (!row) {
		table__names(table, row_size, names, sizeof(names));
		table__near(table, row_size, name, near, sizeof(near));
		log__error("unknown %s \"%s\"%s; use one of: %s", kind, name, near, names);
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

/* 0 or -EINVAL, logged. */
static int check_beside(const char *name)
{
	struct elsewhere elsewhere;
	char names[512], near[128];

	if (!strcmp(name, PLAN_FTRACE) || !strcmp(name, PLAN_LIVEPATCH) || backend__find(name))
		return 0;
	if (strchr(name, ':') && !elsewhere__parse(name, &elsewhere))
		return log__fail(
			-EINVAL,
			"--beside takes a hook on the same function, without a number: --beside %s; --elsewhere %s is on other functions",
			elsewhere.backend, name);
	table__names(backends, sizeof(*backends), names, sizeof(names));
	table__near(backends, sizeof(*backends), name, near, sizeof(near));
	return log__fail(-EINVAL,
			 "unknown backend \"%s\" beside%s; use one of: %s, " PLAN_FTRACE
			 ", " PLAN_LIVEPATCH,
			 name, near, names);
}

int plan__set_beside(struct plan *plan, const char *name)
{
	const struct backend *backend = backend__find(name);
	int err = check_beside(name);

	if (err)
		return err;
	/* As without any. */
	if (backend && !backend__is_hook(backend))
		name = "";
	snprintf(plan->beside, sizeof(plan->beside), "%s", name);
	return 0;
}

/* What can be on many functions by one link. */
static void list_many(char *names, size_t size)
{
	size_t length = (size_t)snprintf(names, size, "%s", PLAN_FTRACE);

	for (const struct backend *b = backends; b->name && length < size; b++)
		if (backend__has_many(b))
			length += (size_t)snprintf(names + length, size - length, ", %s", b->name);
}

int plan__set_elsewhere(struct plan *plan, const char *value)
{
	struct elsewhere elsewhere;
	const struct backend *backend;
	char names[256];

	list_many(names, sizeof(names));
	if (elsewhere__parse(value, &elsewhere))
		return log__fail(
			-EINVAL,
			"--elsewhere takes BACKEND:N, BACKEND:all or none, with 1 to %d functions, not \"%s\"; the backends are %s",
			PLAN_MAX_FUNCTIONS, value, names);
	backend = backend__find(elsewhere.backend);
	if (elsewhere.functions && strcmp(elsewhere.backend, PLAN_FTRACE) != 0 &&
	    (!backend || !backend__has_many(backend)))
		return log__fail(
			-EINVAL,
			"--elsewhere: the backend \"%s\" is not one with a link for many functions; use one of: %s",
			elsewhere.backend, names);
	elsewhere__format(&elsewhere, plan->elsewhere);
	return 0;
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
	const struct workload *workload = workload__find(plan->workload);
	bool is_user = (workload && workload->user_functions) || target__is_in_file(plan->target);
	int err = 0;

	for (const struct backend *b = backends; b->name && !err; b++)
		if (!backend__is_hook(b) || b->is_user == is_user)
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
