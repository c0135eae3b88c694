// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/trial_fields.h"

#include <stdlib.h>

#include "bench/model/trial.h"

/* ---- histograms ---- */

static json_t *write_cells(const struct field *field, const void *member)
{
	const struct histogram_cells *cells = member;
	json_t *list = json_array();

	(void)field;
	for (size_t i = 0; list && i < cells->n; i++)
		json_array_append_new(list, json_pack("[I,I]", (json_int_t)cells->v[i].value,
						      (json_int_t)cells->v[i].count));
	return list;
}

static bool read_cell(json_t *pair, struct histogram_cell *cell)
{
	json_t *value = json_array_get(pair, 0), *count = json_array_get(pair, 1);

	if (json_array_size(pair) != 2 || !json_is_integer(value) || !json_is_integer(count) ||
	    json_integer_value(value) < 0 ||
	    (uint64_t)json_integer_value(value) > HISTOGRAM_MAX_VALUE ||
	    json_integer_value(count) <= 0)
		return false;
	cell->value = (uint64_t)json_integer_value(value);
	cell->count = (uint64_t)json_integer_value(count);
	return true;
}

static void read_cells(struct field_reader *r, json_t *value, const struct field *field,
		       void *member)
{
	json_t *list = field_reader__array(r, value, field->key), *pair;
	size_t i, n = json_array_size(list);
	struct histogram_cells *cells = member;

	cells->v = n ? calloc(n, sizeof(*cells->v)) : NULL;
	if (!cells->v) {
		if (n)
			field_reader__run_out(r);
		return;
	}
	cells->n = n;
	json_array_foreach (list, i, pair)
		if (!read_cell(pair, &cells->v[i]))
			field_reader__fail(r, field->key, "a list of [value, count]");
}

static const struct field_type field_cells = { "list", write_cells, read_cells, NULL };

const struct field histogram_fields[] = {
	FIELD(histogram_cells, exact, "exact", boolean, ""),
	{ .key = "cells", .type = &field_cells, .unit = "ticks, values" },
	{ .key = NULL },
};

/* ---- figures ---- */

const struct field figures_fields[] = {
	FIELD(figures, count, "count", integer, "values"),
	FIELD(figures, over, "over", integer, "values"),
	FIELD(figures, mode_count, "mode_count", integer, "values"),
	FIELD(figures, mode_exact, "mode_exact", boolean, ""),
	FIELD(figures, mode, "mode", number, "clock"),
	FIELD(figures, min, "min", number, "clock"),
	FIELD(figures, mean, "mean", number, "clock"),
	FIELD(figures, p50, "p50", number, "clock"),
	FIELD(figures, p90, "p90", number, "clock"),
	FIELD(figures, p99, "p99", number, "clock"),
	FIELD(figures, p999, "p999", number, "clock"),
	FIELD(figures, max, "max", number, "clock"),
	{ .key = NULL },
};

static json_t *write_distribution(const struct field *field, const void *member)
{
	const struct distribution *d = member;
	json_t *json;

	if (!d->figures.count)
		return json_null();
	json = fields__to_json(field->fields, &d->figures);
	if (!json || !d->cells.n)
		return json;
	if (!json_object_set_new(json, "histogram", fields__to_json(histogram_fields, &d->cells)))
		return json;
	json_decref(json);
	return NULL;
}

/* null: nothing was recorded. Without "histogram": only the figures. */
static void read_distribution(struct field_reader *r, json_t *value, const struct field *field,
			      void *member)
{
	json_t *histogram = json_object_get(value, "histogram");
	struct distribution *d = member;

	if (json_is_null(value))
		return;
	if (!json_is_object(value))
		field_reader__fail(r, field->key, "an object");
	fields__from_json(r, value, field->fields, &d->figures);
	if (!histogram)
		return;
	if (!json_is_object(histogram))
		field_reader__fail(r, "histogram", "an object");
	fields__from_json(r, histogram, histogram_fields, &d->cells);
}

static const struct field_type field_distribution = { "object or null", write_distribution,
						      read_distribution, NULL };

/* ---- other counts ---- */

const struct field disturbance_fields[] = {
#define DISTURBANCE_FIELD(name, unit, words, share) \
	FIELD(disturbance, name, #name, count, unit, .since = 1),
	DISTURBANCES(DISTURBANCE_FIELD)
#undef DISTURBANCE_FIELD
		{ .key = NULL },
};

const struct field counters_fields[] = {
#define COUNTER_FIELD(name) FIELD(counters, name, #name, count, "events"),
	COUNTERS(COUNTER_FIELD)
#undef COUNTER_FIELD
		{ .key = NULL },
};

/* ---- the trial ---- */

const struct field trial_fields[] = {
	FIELD(trial, round, "round", integer, "", .min = 1, .max = PLAN_MAX_ROUNDS),
	FIELD(trial, position, "position", integer, "", .min = 1, .max = PLAN_MAX_BACKENDS + 1),
	FIELD(trial, backend, "backend", text, ""),
	FIELD(trial, control, "control", boolean, ""),
	FIELD(trial, placement, "placement", text_or_null, ""),
	FIELD(trial, operations, "operations", integer, "operations"),
	FIELD(trial, expected_hits, "expected_hits", count, "hits"),
	FIELD(trial, hits, "hits", count, "hits"),
	FIELD(trial, missed, "missed", count, "hits"),
	FIELD(trial, recursion, "recursion", count, "runs"),
	FIELD(trial, lost, "lost", count, "events", .since = 1),
	FIELD(trial, wrong, "wrong", text_or_null, "", .since = 1),
	FIELD(trial, proof_expected, "proof_expected", count, "hits"),
	FIELD(trial, proof_hits, "proof_hits", count, "hits"),
	FIELD(trial, attach_ns, "attach_ns", count, "ns"),
	FIELD(trial, detach_ns, "detach_ns", count, "ns"),
	FIELD(trial, elapsed_ns, "elapsed_ns", integer, "ns"),
	FIELD(trial, clock_drift_ns, "clock_drift_ns", difference, "ns", .since = 1),
	FIELD(trial, disturbance, "disturbance", object, "", .since = 1,
	      .fields = disturbance_fields),
	FIELD(trial, counters, "counters", object_or_null, "", .since = 1,
	      .fields = counters_fields),
	FIELD(trial, half_shift, "half_shift", difference, "clock", .since = 1),
	FIELD(trial, unsteady, "unsteady", boolean, "", .since = 1),
	FIELD(trial, operation, "operation", distribution, "", .fields = figures_fields),
	FIELD(trial, beside, "beside", distribution, "", .fields = figures_fields),
	{ .key = NULL },
};

const struct field trial_plan_fields[] = {
	FIELD(plan, payload, "payload", text, ""),
	FIELD(plan, workload, "workload", text, ""),
	FIELD(plan, threads, "threads", integer, "threads"),
	{ .key = NULL },
};
