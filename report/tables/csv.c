// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/csv.h"

#include <stddef.h>
#include <string.h>

#include "bench/model/trial_fields.h"
#include "report/figures/columns.h"
#include "report/figures/company.h"
#include "report/figures/merged.h"

/* The first columns of every file, so that files of several runs can be concatenated. */
struct prefix {
	char kernel[128];
	char workload[NAME_SIZE];
	char payload[NAME_SIZE];
	char unit[NAME_SIZE];
	/* The last columns, which identify one of several runs, behind those of its company. */
	const struct plan *plan;
	unsigned int threads;
	int64_t rate_hz;
	char started[32];
};

static void prefix__fill(struct prefix *p, const struct run *run)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));

	snprintf(p->kernel, sizeof(p->kernel), "%s", release ? release : "");
	snprintf(p->workload, sizeof(p->workload), "%s", run->plan.workload);
	snprintf(p->payload, sizeof(p->payload), "%s", run->plan.payload);
	snprintf(p->unit, sizeof(p->unit), "%s", clock_unit__name(run->unit));
	p->plan = &run->plan;
	p->threads = run->plan.threads;
	p->rate_hz = run->plan.rate_hz ? (int64_t)run->plan.rate_hz : COUNT_UNKNOWN;
	snprintf(p->started, sizeof(p->started), "%s", run->started);
}

/* One cell of one histogram. */
struct histogram_line {
	int64_t round, position; /* COUNT_UNKNOWN: all rounds together */
	char backend[NAME_SIZE];
	bool control;
	char call[16]; /* "operation" or "beside" */
	double first, last;
	uint64_t count;
};

const struct field csv_prefix_columns[] = {
	FIELD(prefix, kernel, "kernel", text_or_null, ""),
	FIELD(prefix, workload, "workload", text_or_null, ""),
	FIELD(prefix, payload, "payload", text_or_null, ""),
	FIELD(prefix, unit, "unit", text_or_null, ""),
	{ .key = NULL },
};

const struct field csv_suffix_columns[] = {
	FIELD(prefix, threads, "threads", integer, "threads"),
	FIELD(prefix, rate_hz, "rate_hz", count, "Hz"),
	FIELD(prefix, started, "started", text_or_null, ""),
	{ .key = NULL },
};

json_t *csv__identify(const struct run *run)
{
	struct prefix prefix;
	json_t *json;

	prefix__fill(&prefix, run);
	json = fields__to_json(csv_prefix_columns, &prefix);
	if (json && (fields__add_to_json(company_columns, prefix.plan, json) ||
		     fields__add_to_json(csv_suffix_columns, &prefix, json))) {
		json_decref(json);
		json = NULL;
	}
	return json;
}

/* The fields of a trial that become columns, in this order. */
static const char *const trial_keys[] = {
	"round",	 "position",	   "backend",	 "control",   "placement", "operations",
	"expected_hits", "hits",	   "missed",	 "recursion", "attach_ns", "detach_ns",
	"elapsed_ns",	 "clock_drift_ns", "half_shift", "unsteady",  NULL,
};

static const char *const figure_keys[] = { "mode", "mode_count", "min",	 "mean", "p50",
					   "p90",  "p99",	 "p999", "max",	 NULL };

/* The parts of a trial's line. */
static const struct {
	const char *prefix; /* of the column names */
	const struct field *fields;
	size_t offset;		 /* of the part in struct trial */
	const char *const *keys; /* NULL: all */
} trial_parts[] = {
	{ "", trial_fields, 0, trial_keys },
	{ "", disturbance_fields, offsetof(struct trial, disturbance), NULL },
	{ "", counters_fields, offsetof(struct trial, counters), NULL },
	{ "operation_", figures_fields, offsetof(struct trial, operation.figures), figure_keys },
	{ "beside_", figures_fields, offsetof(struct trial, beside.figures), figure_keys },
};

/* Keys that would be ambiguous next to those of a summary. */
static const struct {
	const char *key, *name;
} renamed[] = {
	{ "missed", "missed_hits" },
	{ "recursion", "recursion_misses" },
};

static void format_name(char name[CSV_NAME_SIZE], const char *prefix, const struct field *field)
{
	const char *key = field->key;

	for (size_t i = 0; i < sizeof(renamed) / sizeof(*renamed); i++)
		if (!strcmp(renamed[i].key, key))
			key = renamed[i].name;
	snprintf(name, CSV_NAME_SIZE, "%s%s%s", prefix, key,
		 !strcmp(field->unit, "clock") ? "_in_unit" : "");
}

static void add_column(struct csv_trial_columns *columns, const char *prefix,
		       const struct field *field, size_t offset)
{
	size_t n = columns->n++;

	format_name(columns->names[n], prefix, field);
	columns->fields[n] = *field;
	columns->fields[n].key = columns->names[n];
	columns->fields[n].offset += offset;
}

void csv__make_trial_columns(struct csv_trial_columns *columns)
{
	columns->n = 0;
	for (size_t i = 0; i < sizeof(trial_parts) / sizeof(*trial_parts); i++) {
		const char *const *keys = trial_parts[i].keys;
		const struct field *fields = trial_parts[i].fields;

		for (size_t k = 0; keys ? keys[k] != NULL : fields[k].key != NULL; k++)
			add_column(columns, trial_parts[i].prefix,
				   keys ? fields__find(fields, keys[k]) : &fields[k],
				   trial_parts[i].offset);
	}
	columns->fields[columns->n] = (struct field){ .key = NULL };
}

const struct field csv_histogram_columns[] = {
	FIELD(histogram_line, round, "round", count, ""),
	FIELD(histogram_line, position, "position", count, ""),
	FIELD(histogram_line, backend, "backend", text_or_null, ""),
	FIELD(histogram_line, control, "control", boolean, ""),
	FIELD(histogram_line, call, "call", text_or_null, ""),
	FIELD(histogram_line, first, "first_in_unit", difference, "clock"),
	FIELD(histogram_line, last, "last_in_unit", difference, "clock"),
	FIELD(histogram_line, count, "count", integer, "values"),
	{ .key = NULL },
};

static void write_header(const struct field *columns, FILE *file)
{
	columns__write_header(csv_prefix_columns, file);
	fputc(',', file);
	columns__write_header(columns, file);
	fputc(',', file);
	columns__write_header(company_columns, file);
	fputc(',', file);
	columns__write_header(csv_suffix_columns, file);
	fputc('\n', file);
}

static void write_line(const struct prefix *prefix, const struct field *columns, const void *row,
		       FILE *file)
{
	columns__write_row(csv_prefix_columns, prefix, file);
	fputc(',', file);
	columns__write_row(columns, row, file);
	fputc(',', file);
	columns__write_row(company_columns, prefix->plan, file);
	fputc(',', file);
	columns__write_row(csv_suffix_columns, prefix, file);
	fputc('\n', file);
}

void csv__write_summary(const struct run *run, const struct summary *summary, bool header,
			FILE *file)
{
	struct prefix prefix;

	prefix__fill(&prefix, run);
	if (header)
		write_header(summary_columns, file);
	for (size_t i = 0; i < summary->n; i++)
		write_line(&prefix, summary_columns, &summary->rows[i], file);
}

void csv__write_trials(const struct run *run, bool header, FILE *file)
{
	struct csv_trial_columns columns;
	struct prefix prefix;

	csv__make_trial_columns(&columns);
	prefix__fill(&prefix, run);
	if (header)
		write_header(columns.fields, file);
	for (size_t i = 0; i < run->n_trials; i++)
		write_line(&prefix, columns.fields, &run->trials[i], file);
}

/* `line` is complete except for the cell. */
static void write_cells(const struct prefix *prefix, struct histogram_line *line,
			const struct histogram_cells *cells, double scale, FILE *file)
{
	for (size_t i = 0; i < cells->n; i++) {
		uint64_t first = cells->v[i].value;

		line->first = (double)first * scale;
		line->last = (double)(cells->exact ? first : histogram__bucket_last(first)) * scale;
		line->count = cells->v[i].count;
		write_line(prefix, csv_histogram_columns, line, file);
	}
}

static void write_cells_of_trial(const struct prefix *prefix, const struct trial *t,
				 const char *call, const struct histogram_cells *cells,
				 double scale, FILE *file)
{
	struct histogram_line line = { .round = t->round,
				       .position = t->position,
				       .control = t->control };

	snprintf(line.backend, sizeof(line.backend), "%s", t->backend);
	snprintf(line.call, sizeof(line.call), "%s", call);
	write_cells(prefix, &line, cells, scale, file);
}

void csv__write_merged(const struct run *run, const struct summary *summary, bool header,
		       FILE *file)
{
	struct prefix prefix;

	prefix__fill(&prefix, run);
	if (header)
		write_header(csv_histogram_columns, file);
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];
		struct histogram_line line = { .round = COUNT_UNKNOWN,
					       .position = COUNT_UNKNOWN,
					       .call = "operation",
					       .control = row->control };
		struct merged merged;

		snprintf(line.backend, sizeof(line.backend), "%s", row->backend);
		if (!merged__make(run, row->backend, row->control, &merged))
			write_cells(&prefix, &line, &merged.cells, run->units_per_tick, file);
		merged__free(&merged);
	}
}

void csv__write_histograms(const struct run *run, bool header, FILE *file)
{
	struct prefix prefix;

	prefix__fill(&prefix, run);
	if (header)
		write_header(csv_histogram_columns, file);
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		write_cells_of_trial(&prefix, t, "operation", &t->operation.cells,
				     run->units_per_tick, file);
		write_cells_of_trial(&prefix, t, "beside", &t->beside.cells, run->units_per_tick,
				     file);
	}
}
