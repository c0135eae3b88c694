// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/run_json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/fields.h"
#include "bench/model/run_check.h"
#include "bench/model/run_fields.h"

json_t *plan__to_json(const struct plan *plan)
{
	return fields__to_json(plan_fields, plan);
}

int plan__from_json(json_t *json, struct plan *plan)
{
	struct field_reader r = { "" };

	memset(plan, 0, sizeof(*plan));
	fields__from_json(&r, json, plan_fields, plan);
	if (!r.problem[0])
		return 0;
	log__error("invalid plan: %s", r.problem);
	return -EINVAL;
}

json_t *run__to_json(const struct run *run)
{
	return fields__to_json(run_fields, run);
}

static void read_schema(struct field_reader *r, json_t *json)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));

	if (!schema)
		snprintf(r->problem, sizeof(r->problem), "it has no \"schema\" field");
	else if (strcmp(schema, RUN_SCHEMA) != 0)
		snprintf(r->problem, sizeof(r->problem),
			 "its schema is \"%.64s\", but this hookbench reads \"%s\"", schema,
			 RUN_SCHEMA);
}

int run__from_json(json_t *json, const char *name, struct run *run)
{
	struct field_reader r = { "" };

	memset(run, 0, sizeof(*run));
	read_schema(&r, json);
	if (!r.problem[0])
		fields__from_json(&r, json, run_fields, run);
	if (!r.problem[0] && run_check__find(run, r.problem, sizeof(r.problem)))
		field_reader__run_out(&r);
	if (!r.problem[0])
		return 0;
	log__error("%s is not a stored run: %s", name, r.problem);
	run__free(run);
	return -EINVAL;
}
