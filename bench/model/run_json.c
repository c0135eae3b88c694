// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/run_json.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/version.h"

/* ---- writing ---- */

static json_t *figures__to_json(const struct figures *f)
{
	json_t *json = json_pack("{s:I, s:I, s:I, s:b}", "count", (json_int_t)f->count, "over",
				 (json_int_t)f->over, "mode_count", (json_int_t)f->mode_count,
				 "mode_exact", f->mode_exact);
	const struct {
		const char *key;
		double value;
	} values[] = {
		{ "mode", f->mode }, { "min", f->min }, { "mean", f->mean }, { "p50", f->p50 },
		{ "p90", f->p90 },   { "p99", f->p99 }, { "p999", f->p999 }, { "max", f->max },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		json_object_set_new(json, values[i].key, json_value__number(values[i].value));
	return json;
}

static json_t *cells__to_json(const struct histogram_cells *cells)
{
	json_t *list = json_array();

	for (size_t i = 0; i < cells->n; i++)
		json_array_append_new(list, json_pack("[I,I]", (json_int_t)cells->v[i].value,
						      (json_int_t)cells->v[i].count));
	return json_pack("{s:b, s:o}", "exact", cells->exact, "cells", list);
}

/* null for a workload that has no control. */
static json_t *distribution__to_json(const struct distribution *d)
{
	json_t *json;

	if (!d->figures.count)
		return json_null();
	json = figures__to_json(&d->figures);
	if (d->cells.n)
		json_object_set_new(json, "histogram", cells__to_json(&d->cells));
	return json;
}

static json_t *disturbance__to_json(const struct disturbance *d)
{
	json_t *json = json_object();

	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++)
		json_object_set_new(json, k->name, json_value__count(disturbance__value(d, k)));
	return json;
}

/* null where nothing was counted. */
static json_t *counters__to_json(const struct counters *c)
{
	json_t *json;

	if (!memcmp(c, &counters_unknown, sizeof(*c)))
		return json_null();
	json = json_object();
	for (const struct counter *k = counters_table; k->name; k++)
		json_object_set_new(json, k->name, json_value__count(counters__value(c, k)));
	return json;
}

static json_t *trial__to_json(const struct trial *t, const struct plan *plan)
{
	return json_pack(
		"{s:i, s:i, s:s, s:b, s:s, s:s, s:i, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
		"s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:b, s:o, s:o}",
		"round", (int)t->round, "position", (int)t->position, "backend", t->backend,
		"control", t->control, "payload", plan->payload, "workload", plan->workload,
		"threads", (int)plan->threads, "placement", json_value__text(t->placement),
		"operations", (json_int_t)t->operations, "expected_hits",
		json_value__count(t->expected_hits), "hits", json_value__count(t->hits), "missed",
		json_value__count(t->missed), "recursion", json_value__count(t->recursion), "lost",
		json_value__count(t->lost), "wrong", json_value__text(t->wrong), "proof_expected",
		json_value__count(t->proof_expected), "proof_hits",
		json_value__count(t->proof_hits), "attach_ns", json_value__count(t->attach_ns),
		"detach_ns", json_value__count(t->detach_ns), "elapsed_ns",
		(json_int_t)t->elapsed_ns, "clock_drift_ns", json_value__number(t->clock_drift_ns),
		"disturbance", disturbance__to_json(&t->disturbance), "counters",
		counters__to_json(&t->counters), "half_shift", json_value__number(t->half_shift),
		"unsteady", t->unsteady, "operation", distribution__to_json(&t->operation),
		"beside", distribution__to_json(&t->beside));
}

json_t *plan__to_json(const struct plan *plan)
{
	json_t *names = json_array();

	for (size_t i = 0; i < plan->n_backends; i++)
		json_array_append_new(names, json_string(plan->backends[i]));
	return json_pack("{s:o, s:s, s:s, s:o, s:s, s:i, s:i, s:I, s:I, s:I, s:o, s:o, s:o, s:o, "
			 "s:o, s:o, s:o, s:o}",
			 "backends", names, "workload", plan->workload, "payload", plan->payload,
			 "target", json_value__text(plan->target), "unit",
			 clock_unit__name(plan->unit), "rounds", (int)plan->rounds, "threads",
			 (int)plan->threads, "cycles", (json_int_t)plan->cycles, "warmup",
			 (json_int_t)plan->warmup, "seed", (json_int_t)plan->seed, "dir",
			 json_value__text(plan->dir), "rate_hz", json_value__known(plan->rate_hz),
			 "precision", json_value__text(plan->precision), "max_time_s",
			 json_value__known(plan->max_time_s), "cpus", json_value__text(plan->cpus),
			 "command", json_value__text(plan->command), "hyperfine",
			 json_value__text(plan->hyperfine), "hooked",
			 json_value__text(plan->hooked));
}

static json_t *capabilities__to_json(const struct run *run)
{
	json_t *list = json_array();

	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		json_array_append_new(
			list,
			json_pack("{s:s, s:b, s:o, s:o, s:o, s:b, s:o, s:o}", "backend", c->backend,
				  "available", c->available, "reason", json_value__text(c->reason),
				  "remedy", json_value__text(c->remedy), "varies",
				  json_value__text(c->varies), "filtered", c->is_filtered,
				  "placement_required", json_value__text(c->must_be),
				  "command_hits",
				  plan__is_macro(&run->plan) ? json_value__count(c->command_hits)
							     : json_null()));
	}
	return list;
}

static json_t *target__to_json(const struct target *target)
{
	json_t *parameters = json_value__count(target->parameters);

	return json_pack("{s:o, s:o, s:o, s:o}", "symbol", json_value__text(target->symbol),
			 "parameters", parameters, "return_type",
			 json_value__text(target->return_type), "name_parameter",
			 json_value__count(target->name_parameter));
}

json_t *run__to_json(const struct run *run)
{
	json_t *trials = json_array();

	for (size_t i = 0; i < run->n_trials; i++)
		json_array_append_new(trials, trial__to_json(&run->trials[i], &run->plan));
	return json_pack(
		"{s:s, s:{s:s, s:s, s:O?, s:I}, s:s, s:O?, s:O?, s:{s:s, s:s, s:o, s:o}, s:o, "
		"s:o, s:o, s:o, s:o}",
		"schema", RUN_SCHEMA, "tool", "name", "hookbench", "version", HOOKBENCH_VERSION,
		"programs", run->programs, "max_rss_kib", (json_int_t)run->max_rss_kib, "started",
		run->started, "environment", run->environment, "vm", run->vm, "clock", "source",
		run->clock_name, "unit", clock_unit__name(run->unit), "units_per_tick",
		json_value__number(run->units_per_tick), "cost", figures__to_json(&run->clock_cost),
		"target", target__to_json(&run->target), "cpus", json_value__text(run->cpus),
		"plan", plan__to_json(&run->plan), "backends", capabilities__to_json(run), "trials",
		trials);
}

/* ---- reading ---- */

/*
 * A reader notes the first thing that is wrong and returns harmless values from then on, so that
 * the code that uses it reads like a list of fields.
 */
struct reader {
	char problem[256]; /* "" as long as all is well */
};

static void reader__fail(struct reader *r, const char *key, const char *expected)
{
	if (!r->problem[0])
		snprintf(r->problem, sizeof(r->problem), "field \"%s\" is not %s", key, expected);
}

static void reader__run_out(struct reader *r)
{
	snprintf(r->problem, sizeof(r->problem), "there is not enough memory to read it");
}

static json_t *read_object(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!json_is_object(value))
		reader__fail(r, key, "an object");
	return value;
}

static json_t *read_array(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!json_is_array(value))
		reader__fail(r, key, "a list");
	return value;
}

static int64_t read_integer(struct reader *r, json_t *json, const char *key, int64_t min,
			    int64_t max)
{
	json_t *value = json_object_get(json, key);
	json_int_t integer = json_integer_value(value);

	if (!json_is_integer(value) || integer < min || integer > max) {
		reader__fail(r, key, "a whole number in its range");
		return min;
	}
	return integer;
}

/* null: COUNT_UNKNOWN. */
static int64_t read_count(struct reader *r, json_t *json, const char *key)
{
	if (json_is_null(json_object_get(json, key)))
		return COUNT_UNKNOWN;
	return read_integer(r, json, key, 0, INT64_MAX);
}

/* null, or nothing, as older versions have it: 0. */
static int64_t read_known(struct reader *r, json_t *json, const char *key, int64_t max)
{
	json_t *value = json_object_get(json, key);

	return !value || json_is_null(value) ? 0 : read_integer(r, json, key, 1, max);
}

static double read_number(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!json_is_number(value) || json_number_value(value) < 0)
		reader__fail(r, key, "a number that is not negative");
	return json_number_value(value);
}

static bool read_bool(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!json_is_boolean(value))
		reader__fail(r, key, "true or false");
	return json_is_true(value);
}

/* Copies a string; null or nothing gives "" if `optional`. */
static void read_text(struct reader *r, json_t *json, const char *key, char *to, size_t size,
		      bool optional)
{
	json_t *value = json_object_get(json, key);
	const char *text = json_string_value(value);

	to[0] = '\0';
	if (optional && (!value || json_is_null(value)))
		return;
	if (!text || strlen(text) >= size || (!optional && !text[0])) {
		reader__fail(r, key, "a text of the right length");
		return;
	}
	memcpy(to, text, strlen(text) + 1);
}

static enum clock_unit read_unit(struct reader *r, json_t *json)
{
	enum clock_unit unit = CLOCK_NANOSECONDS;
	char name[NAME_SIZE];

	read_text(r, json, "unit", name, sizeof(name), false);
	if (!clock_unit__find(name, &unit))
		reader__fail(r, "unit", "\"instructions\" or \"nanoseconds\"");
	return unit;
}

static void read_figures(struct reader *r, json_t *json, struct figures *f)
{
	f->count = (uint64_t)read_integer(r, json, "count", 0, INT64_MAX);
	f->over = (uint64_t)read_integer(r, json, "over", 0, INT64_MAX);
	f->mode_count = (uint64_t)read_integer(r, json, "mode_count", 0, INT64_MAX);
	f->mode_exact = read_bool(r, json, "mode_exact");
	f->mode = read_number(r, json, "mode");
	f->min = read_number(r, json, "min");
	f->mean = read_number(r, json, "mean");
	f->p50 = read_number(r, json, "p50");
	f->p90 = read_number(r, json, "p90");
	f->p99 = read_number(r, json, "p99");
	f->p999 = read_number(r, json, "p999");
	f->max = read_number(r, json, "max");
}

static void read_cells(struct reader *r, json_t *json, struct histogram_cells *cells)
{
	json_t *list = read_array(r, json, "cells"), *pair;
	size_t i, n = json_array_size(list);

	cells->exact = read_bool(r, json, "exact");
	cells->v = n ? calloc(n, sizeof(*cells->v)) : NULL;
	if (!cells->v) {
		if (n)
			reader__run_out(r);
		return;
	}
	cells->n = n;
	json_array_foreach (list, i, pair) {
		json_t *value = json_array_get(pair, 0), *number_of = json_array_get(pair, 1);

		if (json_array_size(pair) != 2 || !json_is_integer(value) ||
		    !json_is_integer(number_of) || json_integer_value(value) < 0 ||
		    (uint64_t)json_integer_value(value) > HISTOGRAM_MAX_VALUE ||
		    json_integer_value(number_of) <= 0)
			reader__fail(r, "cells", "a list of [value, count]");
		cells->v[i].value = (uint64_t)json_integer_value(value);
		cells->v[i].count = (uint64_t)json_integer_value(number_of);
	}
}

/* null: nothing was recorded. Without "histogram": the figures only. */
static void read_distribution(struct reader *r, json_t *json, const char *key,
			      struct distribution *d)
{
	json_t *value = json_object_get(json, key), *histogram;

	if (json_is_null(value))
		return;
	value = read_object(r, json, key);
	read_figures(r, value, &d->figures);
	histogram = json_object_get(value, "histogram");
	if (histogram)
		read_cells(r, read_object(r, value, "histogram"), &d->cells);
}

/* Older runs have none of it. */
static void read_disturbance(struct reader *r, json_t *json, struct disturbance *d)
{
	*d = disturbance_unknown;
	if (!json_object_get(json, "disturbance"))
		return;
	json = read_object(r, json, "disturbance");
	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++)
		if (json_object_get(json, k->name))
			*disturbance__member(d, k) = read_count(r, json, k->name);
}

/* null, or nothing, as older runs have it: all unknown. */
static void read_counters(struct reader *r, json_t *json, struct counters *c)
{
	json_t *value = json_object_get(json, "counters");

	*c = counters_unknown;
	if (!value || json_is_null(value))
		return;
	json = read_object(r, json, "counters");
	for (const struct counter *k = counters_table; k->name; k++)
		*counters__member(c, k) = read_count(r, json, k->name);
}

/* Of any sign; null, or nothing, as older versions have it: NAN. */
static double read_difference(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	if (!value || json_is_null(value))
		return NAN;
	if (!json_is_number(value))
		reader__fail(r, key, "a number");
	return json_number_value(value);
}

static void read_trial(struct reader *r, json_t *json, struct trial *t)
{
	t->round = (unsigned int)read_integer(r, json, "round", 1, PLAN_MAX_ROUNDS);
	t->position = (unsigned int)read_integer(r, json, "position", 1, PLAN_MAX_BACKENDS + 1);
	read_text(r, json, "backend", t->backend, sizeof(t->backend), false);
	t->control = read_bool(r, json, "control");
	read_text(r, json, "placement", t->placement, sizeof(t->placement), true);
	t->operations = (uint64_t)read_integer(r, json, "operations", 0, INT64_MAX);
	t->expected_hits = read_count(r, json, "expected_hits");
	t->hits = read_count(r, json, "hits");
	t->missed = read_count(r, json, "missed");
	t->recursion = read_count(r, json, "recursion");
	t->lost = json_object_get(json, "lost") ? read_count(r, json, "lost") : COUNT_UNKNOWN;
	read_text(r, json, "wrong", t->wrong, sizeof(t->wrong), true);
	t->proof_expected = read_count(r, json, "proof_expected");
	t->proof_hits = read_count(r, json, "proof_hits");
	t->attach_ns = read_count(r, json, "attach_ns");
	t->detach_ns = read_count(r, json, "detach_ns");
	t->elapsed_ns = (uint64_t)read_integer(r, json, "elapsed_ns", 0, INT64_MAX);
	read_counters(r, json, &t->counters);
	t->clock_drift_ns = read_difference(r, json, "clock_drift_ns");
	read_disturbance(r, json, &t->disturbance);
	t->half_shift = read_difference(r, json, "half_shift");
	t->unsteady = json_object_get(json, "unsteady") && read_bool(r, json, "unsteady");
	read_distribution(r, json, "operation", &t->operation);
	read_distribution(r, json, "beside", &t->beside);
}

static void read_backends_of_plan(struct reader *r, json_t *json, struct plan *plan)
{
	json_t *list = read_array(r, json, "backends");
	size_t n = json_array_size(list);

	if (!n || n > PLAN_MAX_BACKENDS) {
		reader__fail(r, "backends", "a list of the right length");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(list, i));

		if (!name || !name[0] || strlen(name) >= NAME_SIZE ||
		    plan__has_backend(plan, name)) {
			reader__fail(r, "backends", "a list of names, each once");
			return;
		}
		memcpy(plan->backends[plan->n_backends++], name, strlen(name) + 1);
	}
}

static void read_plan(struct reader *r, json_t *json, struct plan *plan)
{
	read_backends_of_plan(r, json, plan);
	read_text(r, json, "workload", plan->workload, sizeof(plan->workload), false);
	read_text(r, json, "payload", plan->payload, sizeof(plan->payload), false);
	read_text(r, json, "target", plan->target, sizeof(plan->target), true);
	plan->unit = read_unit(r, json);
	plan->rounds = (unsigned int)read_integer(r, json, "rounds", 1, PLAN_MAX_ROUNDS);
	plan->threads = (unsigned int)read_integer(r, json, "threads", 1, PLAN_MAX_THREADS);
	plan->cycles = (uint64_t)read_integer(r, json, "cycles", 1, (int64_t)PLAN_MAX_CYCLES);
	plan->warmup = (uint64_t)read_integer(r, json, "warmup", 0, (int64_t)PLAN_MAX_CYCLES);
	plan->seed = (uint64_t)read_integer(r, json, "seed", 0, INT64_MAX);
	read_text(r, json, "dir", plan->dir, sizeof(plan->dir), true);
	plan->rate_hz = (uint64_t)read_known(r, json, "rate_hz", (int64_t)PLAN_MAX_RATE_HZ);
	read_text(r, json, "precision", plan->precision, sizeof(plan->precision), true);
	plan->max_time_s = (unsigned int)read_known(r, json, "max_time_s", INT_MAX);
	read_text(r, json, "cpus", plan->cpus, sizeof(plan->cpus), true);
	read_text(r, json, "command", plan->command, sizeof(plan->command), true);
	read_text(r, json, "hyperfine", plan->hyperfine, sizeof(plan->hyperfine), true);
	read_text(r, json, "hooked", plan->hooked, sizeof(plan->hooked), true);
}

int plan__from_json(json_t *json, struct plan *plan)
{
	struct reader r = { "" };

	memset(plan, 0, sizeof(*plan));
	read_plan(&r, json, plan);
	if (!r.problem[0])
		return 0;
	log__error("not a plan: %s", r.problem);
	return -EINVAL;
}

static void read_capabilities(struct reader *r, json_t *list, struct run *run)
{
	json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		struct capability *c;

		if (i == PLAN_MAX_BACKENDS) {
			reader__fail(r, "backends", "a list of the right length");
			return;
		}
		c = &run->capabilities[run->n_capabilities++];
		read_text(r, item, "backend", c->backend, sizeof(c->backend), false);
		c->available = read_bool(r, item, "available");
		read_text(r, item, "reason", c->reason, sizeof(c->reason), true);
		read_text(r, item, "remedy", c->remedy, sizeof(c->remedy), true);
		read_text(r, item, "varies", c->varies, sizeof(c->varies), true);
		c->is_filtered =
			json_object_get(item, "filtered") && read_bool(r, item, "filtered");
		read_text(r, item, "placement_required", c->must_be, sizeof(c->must_be), true);
		c->command_hits =
			plan__is_macro(&run->plan) ? read_count(r, item, "command_hits") : 0;
	}
}

static void read_trials(struct reader *r, json_t *list, struct run *run)
{
	json_t *item;
	size_t i;

	run->trials = calloc(json_array_size(list) + 1, sizeof(*run->trials));
	if (!run->trials) {
		reader__run_out(r);
		return;
	}
	json_array_foreach (list, i, item)
		read_trial(r, item, &run->trials[run->n_trials++]);
}

static void read_clock(struct reader *r, json_t *json, struct run *run)
{
	read_text(r, json, "source", run->clock_name, sizeof(run->clock_name), false);
	run->unit = read_unit(r, json);
	run->units_per_tick = read_number(r, json, "units_per_tick");
	read_figures(r, read_object(r, json, "cost"), &run->clock_cost);
}

static void read_tool(struct reader *r, json_t *json, struct run *run)
{
	run->programs = json_incref(json_object_get(json, "programs"));
	run->max_rss_kib = (uint64_t)read_integer(r, json, "max_rss_kib", 0, INT64_MAX);
}

/* null, or nothing, as older versions have it: -1. */
static int read_index(struct reader *r, json_t *json, const char *key)
{
	json_t *value = json_object_get(json, key);

	return !value || json_is_null(value) ? -1 : (int)read_integer(r, json, key, 0, INT_MAX);
}

static void read_target(struct reader *r, json_t *json, struct target *target)
{
	read_text(r, json, "symbol", target->symbol, sizeof(target->symbol), true);
	target->parameters = TARGET_UNKNOWN;
	if (!json_is_null(json_object_get(json, "parameters")))
		target->parameters = (int)read_integer(r, json, "parameters", 0, INT_MAX);
	read_text(r, json, "return_type", target->return_type, sizeof(target->return_type), true);
	target->name_parameter = read_index(r, json, "name_parameter");
}

static void read_schema(struct reader *r, json_t *json)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));

	if (!schema)
		snprintf(r->problem, sizeof(r->problem), "it has no \"schema\"");
	else if (strcmp(schema, RUN_SCHEMA) != 0)
		snprintf(r->problem, sizeof(r->problem),
			 "its schema is \"%.64s\", and this hookbench reads \"%s\"", schema,
			 RUN_SCHEMA);
}

int run__from_json(json_t *json, const char *name, struct run *run)
{
	struct reader r = { "" };

	memset(run, 0, sizeof(*run));
	read_schema(&r, json);
	if (!r.problem[0]) {
		read_text(&r, json, "started", run->started, sizeof(run->started), false);
		run->environment = json_incref(read_object(&r, json, "environment"));
		read_tool(&r, read_object(&r, json, "tool"), run);
		if (json_is_object(json_object_get(json, "vm")))
			run->vm = json_incref(json_object_get(json, "vm"));
		read_clock(&r, read_object(&r, json, "clock"), run);
		read_target(&r, read_object(&r, json, "target"), &run->target);
		read_plan(&r, read_object(&r, json, "plan"), &run->plan);
		read_text(&r, json, "cpus", run->cpus, sizeof(run->cpus), true);
		read_capabilities(&r, read_array(&r, json, "backends"), run);
		read_trials(&r, read_array(&r, json, "trials"), run);
	}
	if (!r.problem[0])
		return 0;
	log__error("%s is not a stored run: %s", name, r.problem);
	run__free(run);
	return -EINVAL;
}
