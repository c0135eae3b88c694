// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/run_fields.h"

#include <stdlib.h>
#include <string.h>

#include "bench/base/version.h"
#include "bench/model/run.h"
#include "bench/model/trial_fields.h"

/* ---- the plan ---- */

static json_t *write_backends(const struct field *field, const void *member)
{
	const struct plan *plan = member;
	json_t *names = json_array();

	(void)field;
	for (size_t i = 0; names && i < plan->n_backends; i++)
		json_array_append_new(names, json_string(plan->backends[i]));
	return names;
}

static void read_backends(struct field_reader *r, json_t *value, const struct field *field,
			  void *member)
{
	json_t *list = field_reader__array(r, value, field->key);
	size_t n = json_array_size(list);
	struct plan *plan = member;

	if (!n || n > PLAN_MAX_BACKENDS) {
		field_reader__fail(r, field->key, "a list of valid length");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (!name || !name[0] || strlen(name) >= NAME_SIZE ||
		    plan__has_backend(plan, name)) {
			field_reader__fail(r, field->key, "a list of names without duplicates");
			return;
		}
		memcpy(plan->backends[plan->n_backends++], name, strlen(name) + 1);
	}
}

static const struct field_type field_backends = { "list", write_backends, read_backends, NULL };

const struct field plan_program_fields[] = {
	FIELD(plan_program, arm, "arm", text, ""),
	FIELD(plan_program, twin, "twin", text_or_null, ""),
	FIELD(plan_program, source, "source", text, ""),
	FIELD(plan_program, compiler, "compiler", text_or_null, ""),
	FIELD(plan_program, checksum, "checksum", text_or_null, ""),
	{ .key = NULL },
};

/* A list of `n` structs of this size, each with these fields. */
static json_t *write_structs(const struct field *fields, const void *structs, size_t n, size_t size)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < n; i++)
		json_array_append_new(list,
				      fields__to_json(fields, (const char *)structs + i * size));
	return list;
}

static json_t *write_programs(const struct field *field, const void *member)
{
	const struct plan *plan = member;

	return write_structs(field->fields, plan->programs, plan->n_programs,
			     sizeof(*plan->programs));
}

/* Whether it is a backend of the plan, which were read before, and not one of another program. */
static bool is_free_arm(const struct plan *plan, const char *arm)
{
	return plan__has_backend(plan, arm) && !plan__program(plan, arm, false) &&
	       !plan__program(plan, arm, true);
}

static bool is_program(const struct plan *plan, const struct plan_program *p)
{
	return is_free_arm(plan, p->arm) &&
	       (!p->twin[0] || (is_free_arm(plan, p->twin) && strcmp(p->arm, p->twin) != 0));
}

static void read_programs(struct field_reader *r, json_t *value, const struct field *field,
			  void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *item;
	struct plan *plan = member;
	size_t i;

	json_array_foreach (list, i, item) {
		struct plan_program *p = &plan->programs[plan->n_programs];

		if (plan->n_programs == PLAN_MAX_PROGRAMS) {
			field_reader__fail(r, field->key, "a list of valid length");
			return;
		}
		fields__from_json(r, item, field->fields, p);
		if (!r->problem[0] && !is_program(plan, p))
			field_reader__fail(r, field->key, "programs that are among the backends");
		plan->n_programs++;
	}
}

static const struct field_type field_programs = { "list", write_programs, read_programs, NULL };

const struct field plan_fields[] = {
	{ .key = "backends", .type = &field_backends, .unit = "" },
	FIELD(plan, workload, "workload", text, ""),
	FIELD(plan, payload, "payload", text, ""),
	FIELD(plan, target, "target", text_or_null, "", .since = 1),
	FIELD(plan, unit, "unit", clock_unit, ""),
	FIELD(plan, rounds, "rounds", integer, "rounds", .min = 1, .max = PLAN_MAX_ROUNDS),
	FIELD(plan, threads, "threads", integer, "threads", .min = 1, .max = PLAN_MAX_THREADS),
	FIELD(plan, beside, "beside", text_or_null, "", .since = 6),
	FIELD(plan, elsewhere, "elsewhere", text_or_null, "", .since = 7),
	FIELD(plan, copies, "copies", integer, "hooks", .since = 6, .min = 1,
	      .max = PLAN_MAX_COPIES),
	FIELD(plan, pid_filter, "pid_filter", boolean, "", .since = 7),
	FIELD(plan, cycles, "cycles", integer, "cycles", .min = 1, .max = PLAN_MAX_CYCLES),
	FIELD(plan, warmup, "warmup", integer, "cycles", .max = PLAN_MAX_CYCLES),
	FIELD(plan, seed, "seed", integer, ""),
	FIELD(plan, dir, "dir", text_or_null, ""),
	FIELD(plan, rate_hz, "rate_hz", known, "Hz", .since = 1, .min = 1, .max = PLAN_MAX_RATE_HZ),
	FIELD(plan, precision, "precision", text_or_null, "", .since = 1),
	FIELD(plan, max_time_s, "max_time_s", known, "s", .since = 1, .min = 1),
	FIELD(plan, cpus, "cpus", text_or_null, "", .since = 1),
	FIELD(plan, command, "command", text_or_null, "", .since = 1),
	FIELD(plan, hyperfine, "hyperfine", text_or_null, "", .since = 1),
	FIELD(plan, hooked, "hooked", text_or_null, "", .since = 1),
	{ .key = "programs",
	  .type = &field_programs,
	  .unit = "",
	  .since = 4,
	  .fields = plan_program_fields },
	FIELD(plan, settings.only, "only", text_or_null, "", .since = 4),
	FIELD(plan, settings.retarget, "retarget", text_or_null, "", .since = 4),
	FIELD(plan, settings.set, "set", text_or_null, "", .since = 4),
	{ .key = NULL },
};

/* ---- backends ---- */

const struct field capability_fields[] = {
	FIELD(capability, backend, "backend", text, ""),
	FIELD(capability, available, "available", boolean, ""),
	FIELD(capability, reason, "reason", text_or_null, ""),
	FIELD(capability, remedy, "remedy", text_or_null, ""),
	FIELD(capability, varies, "varies", text_or_null, "", .since = 2),
	FIELD(capability, varies_by, "varies_by", number, "instructions", .since = 3),
	FIELD(capability, is_filtered, "filtered", boolean, "", .since = 2),
	FIELD(capability, must_be, "placement_required", text_or_null, "", .since = 2),
	FIELD(capability, command_hits, "command_hits", count, "hits", .since = 1),
	{ .key = NULL },
};

static json_t *write_capabilities(const struct field *field, const void *member)
{
	const struct run *run = member;
	json_t *list = json_array();

	for (size_t i = 0; list && i < run->n_capabilities; i++)
		if (json_array_append_new(list,
					  fields__to_json(field->fields, &run->capabilities[i]))) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

static void read_capabilities(struct field_reader *r, json_t *value, const struct field *field,
			      void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *item;
	struct run *run = member;
	size_t i;

	json_array_foreach (list, i, item) {
		if (i == PLAN_MAX_BACKENDS) {
			field_reader__fail(r, field->key, "a list of valid length");
			return;
		}
		fields__from_json(r, item, field->fields,
				  &run->capabilities[run->n_capabilities++]);
	}
}

static const struct field_type field_capabilities = { "list", write_capabilities, read_capabilities,
						      NULL };

/* ---- programs ---- */

#define MAX_FACTS 4096

static json_t *write_facts(const struct field *field, const void *member)
{
	const struct program_facts *facts = member;

	return write_structs(field->fields, facts->v, facts->n, sizeof(*facts->v));
}

static void read_facts(struct field_reader *r, json_t *value, const struct field *field,
		       void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *item;
	struct program_facts *facts = member;
	size_t i;

	if (json_array_size(list) > MAX_FACTS) {
		field_reader__fail(r, field->key, "a list of valid length");
		return;
	}
	json_array_foreach (list, i, item) {
		struct program_fact fact = { .arm = "" };

		fields__from_json(r, item, field->fields, &fact);
		if (program_facts__add(facts, &fact, 1))
			field_reader__run_out(r);
	}
}

static json_t *write_maps(const struct field *field, const void *member)
{
	const struct map_facts *facts = member;

	return write_structs(field->fields, facts->v, facts->n, sizeof(*facts->v));
}

static void read_maps(struct field_reader *r, json_t *value, const struct field *field,
		      void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *item;
	size_t i;

	if (json_array_size(list) > MAX_FACTS) {
		field_reader__fail(r, field->key, "a list of valid length");
		return;
	}
	json_array_foreach (list, i, item) {
		struct map_fact fact = { .arm = "" };

		fields__from_json(r, item, field->fields, &fact);
		if (map_facts__add(member, &fact))
			field_reader__run_out(r);
	}
}

static const struct field_type field_maps = { "list", write_maps, read_maps, NULL };
static const struct field_type field_facts = { "list", write_facts, read_facts, NULL };

/* ---- trials ---- */

static json_t *write_trial(const struct field *field, const struct trial *trial,
			   const struct plan *plan)
{
	json_t *json = fields__to_json(field->fields, trial);

	if (json && !fields__add_to_json(trial_plan_fields, plan, json))
		return json;
	json_decref(json);
	return NULL;
}

static json_t *write_trials(const struct field *field, const void *member)
{
	const struct run *run = member;
	json_t *list = json_array();

	for (size_t i = 0; list && i < run->n_trials; i++)
		if (json_array_append_new(list, write_trial(field, &run->trials[i], &run->plan))) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

static void read_trials(struct field_reader *r, json_t *value, const struct field *field,
			void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *item;
	struct run *run = member;
	size_t i;

	run->trials = calloc(json_array_size(list) + 1, sizeof(*run->trials));
	if (!run->trials) {
		field_reader__run_out(r);
		return;
	}
	json_array_foreach (list, i, item)
		fields__from_json(r, item, field->fields, &run->trials[run->n_trials++]);
}

static const struct field_type field_trials = { "list", write_trials, read_trials, NULL };

/* ---- the run ---- */

const struct field target_fields[] = {
	FIELD(target, symbol, "symbol", text_or_null, ""),
	FIELD(target, parameters, "parameters", index, ""),
	FIELD(target, return_type, "return_type", text_or_null, ""),
	FIELD(target, name_parameter, "name_parameter", index, "", .since = 1),
	FIELD(target, file, "file", text_or_null, "", .since = 7),
	FIELD(target, offset, "offset", known, "bytes", .since = 7),
	{ .key = NULL },
};

const struct field clock_fields[] = {
	FIELD(run, clock_name, "source", text, ""),
	FIELD(run, unit, "unit", clock_unit, ""),
	FIELD(run, units_per_tick, "units_per_tick", number, "clock"),
	FIELD(run, step_ticks, "step_ticks", known, "ticks", .since = 8,
	      .max = HISTOGRAM_MAX_VALUE),
	FIELD(run, clock_cost, "cost", object, "", .fields = figures_fields),
	{ .key = NULL },
};

const struct field tool_fields[] = {
	{ .key = "name", .type = &field_constant, .unit = "", .text = "hookbench" },
	{ .key = "version", .type = &field_constant, .unit = "", .text = HOOKBENCH_VERSION },
	FIELD_JSON(run, programs, "programs", json_or_null),
	FIELD(run, max_rss_kib, "max_rss_kib", integer, "KiB"),
	{ .key = NULL },
};

const struct field run_fields[] = {
	{ .key = "schema", .type = &field_constant, .unit = "", .text = RUN_SCHEMA },
	{ .key = "tool", .type = &field_object, .unit = "", .fields = tool_fields },
	FIELD(run, started, "started", text, ""),
	FIELD(run, host, "host", text_or_null, "", .since = 8),
	FIELD(run, cell, "cell", text_or_null, "", .since = 9),
	FIELD(run, commit, "commit", text_or_null, "", .since = 9),
	FIELD_JSON(run, environment, "environment", json),
	FIELD_JSON(run, vm, "vm", json_or_null),
	FIELD(run, snapshot, "snapshot", text_or_null, "", .since = 5),
	{ .key = "clock", .type = &field_object, .unit = "", .fields = clock_fields },
	FIELD(run, target, "target", object, "", .fields = target_fields),
	FIELD(run, cpus, "cpus", text_or_null, "", .since = 1),
	FIELD(run, plan, "plan", object, "", .fields = plan_fields),
	FIELD(run, elsewhere_functions, "elsewhere_functions", known, "functions", .since = 7,
	      .max = PLAN_MAX_FUNCTIONS),
	FIELD(run, elsewhere_runs, "elsewhere_runs", number, "runs", .since = 7),
	{ .key = "backends", .type = &field_capabilities, .unit = "", .fields = capability_fields },
	{ .key = "programs",
	  .type = &field_facts,
	  .unit = "",
	  .offset = offsetof(struct run, facts),
	  .since = 4,
	  .fields = program_fact_fields },
	{ .key = "maps",
	  .type = &field_maps,
	  .unit = "",
	  .offset = offsetof(struct run, maps),
	  .since = 4,
	  .fields = map_fact_fields },
	{ .key = "trials", .type = &field_trials, .unit = "", .fields = trial_fields },
	{ .key = NULL },
};
