// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/csv.h"

#include <stddef.h>
#include <string.h>

#include "report/figures/columns.h"
#include "report/figures/merged.h"

/* What every row of every file begins with, so that files of several runs can be joined. */
struct prefix {
	char kernel[128];
	char workload[NAME_SIZE];
	char payload[NAME_SIZE];
	char unit[NAME_SIZE];
	/* And what it ends with: which of several runs it is of. */
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
	p->threads = run->plan.threads;
	p->rate_hz = run->plan.rate_hz ? (int64_t)run->plan.rate_hz : COUNT_UNKNOWN;
	snprintf(p->started, sizeof(p->started), "%s", run->started);
}

/* One cell of one histogram. */
struct histogram_line {
	int64_t round, position; /* COUNT_UNKNOWN: of all rounds together */
	char backend[NAME_SIZE];
	bool control;
	char call[16]; /* "operation" or "beside" */
	double first, last;
	uint64_t count;
};

#define COLUMN(line, name, type, member)                  \
	{                                                 \
		name, type, offsetof(struct line, member) \
	}

static const struct column prefix_columns[] = {
	COLUMN(prefix, "kernel", COLUMN_TEXT, kernel),
	COLUMN(prefix, "workload", COLUMN_TEXT, workload),
	COLUMN(prefix, "payload", COLUMN_TEXT, payload),
	COLUMN(prefix, "unit", COLUMN_TEXT, unit),
	{ NULL, COLUMN_TEXT, 0 },
};

static const struct column suffix_columns[] = {
	COLUMN(prefix, "threads", COLUMN_UINT, threads),
	COLUMN(prefix, "rate_hz", COLUMN_COUNT, rate_hz),
	COLUMN(prefix, "started", COLUMN_TEXT, started),
	{ NULL, COLUMN_TEXT, 0 },
};

#define DISTURBANCE_COLUMN(name, unit, words, share) \
	COLUMN(trial, #name, COLUMN_COUNT, disturbance.name),

#define COUNTER_COLUMN(name) COLUMN(trial, #name, COLUMN_COUNT, counters.name),

#define FIGURE_COLUMNS(call)                                                                \
	COLUMN(trial, #call "_mode_in_unit", COLUMN_NUMBER, call.figures.mode),             \
		COLUMN(trial, #call "_mode_count", COLUMN_UINT64, call.figures.mode_count), \
		COLUMN(trial, #call "_min_in_unit", COLUMN_NUMBER, call.figures.min),       \
		COLUMN(trial, #call "_mean_in_unit", COLUMN_NUMBER, call.figures.mean),     \
		COLUMN(trial, #call "_p50_in_unit", COLUMN_NUMBER, call.figures.p50),       \
		COLUMN(trial, #call "_p90_in_unit", COLUMN_NUMBER, call.figures.p90),       \
		COLUMN(trial, #call "_p99_in_unit", COLUMN_NUMBER, call.figures.p99),       \
		COLUMN(trial, #call "_p999_in_unit", COLUMN_NUMBER, call.figures.p999),     \
		COLUMN(trial, #call "_max_in_unit", COLUMN_NUMBER, call.figures.max)

static const struct column trial_columns[] = {
	COLUMN(trial, "round", COLUMN_UINT, round),
	COLUMN(trial, "position", COLUMN_UINT, position),
	COLUMN(trial, "backend", COLUMN_TEXT, backend),
	COLUMN(trial, "control", COLUMN_BOOL, control),
	COLUMN(trial, "placement", COLUMN_TEXT, placement),
	COLUMN(trial, "operations", COLUMN_UINT64, operations),
	COLUMN(trial, "expected_hits", COLUMN_COUNT, expected_hits),
	COLUMN(trial, "hits", COLUMN_COUNT, hits),
	COLUMN(trial, "missed_hits", COLUMN_COUNT, missed),
	COLUMN(trial, "recursion_misses", COLUMN_COUNT, recursion),
	COLUMN(trial, "attach_ns", COLUMN_COUNT, attach_ns),
	COLUMN(trial, "detach_ns", COLUMN_COUNT, detach_ns),
	COLUMN(trial, "elapsed_ns", COLUMN_UINT64, elapsed_ns),
	COLUMN(trial, "clock_drift_ns", COLUMN_NUMBER, clock_drift_ns),
	COLUMN(trial, "half_shift_in_unit", COLUMN_NUMBER, half_shift),
	COLUMN(trial, "unsteady", COLUMN_BOOL, unsteady),
	DISTURBANCES(DISTURBANCE_COLUMN) COUNTERS(COUNTER_COLUMN) FIGURE_COLUMNS(operation),
	FIGURE_COLUMNS(beside),
	{ NULL, COLUMN_TEXT, 0 },
};

static const struct column histogram_columns[] = {
	COLUMN(histogram_line, "round", COLUMN_COUNT, round),
	COLUMN(histogram_line, "position", COLUMN_COUNT, position),
	COLUMN(histogram_line, "backend", COLUMN_TEXT, backend),
	COLUMN(histogram_line, "control", COLUMN_BOOL, control),
	COLUMN(histogram_line, "call", COLUMN_TEXT, call),
	COLUMN(histogram_line, "first_in_unit", COLUMN_NUMBER, first),
	COLUMN(histogram_line, "last_in_unit", COLUMN_NUMBER, last),
	COLUMN(histogram_line, "count", COLUMN_UINT64, count),
	{ NULL, COLUMN_TEXT, 0 },
};

static void write_header(const struct column *columns, FILE *file)
{
	columns__write_header(prefix_columns, file);
	fputc(',', file);
	columns__write_header(columns, file);
	fputc(',', file);
	columns__write_header(suffix_columns, file);
	fputc('\n', file);
}

static void write_line(const struct prefix *prefix, const struct column *columns, const void *row,
		       FILE *file)
{
	columns__write_row(prefix_columns, prefix, file);
	fputc(',', file);
	columns__write_row(columns, row, file);
	fputc(',', file);
	columns__write_row(suffix_columns, prefix, file);
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
	struct prefix prefix;

	prefix__fill(&prefix, run);
	if (header)
		write_header(trial_columns, file);
	for (size_t i = 0; i < run->n_trials; i++)
		write_line(&prefix, trial_columns, &run->trials[i], file);
}

/* `line` has all but the cell. */
static void write_cells(const struct prefix *prefix, struct histogram_line *line,
			const struct histogram_cells *cells, double scale, FILE *file)
{
	for (size_t i = 0; i < cells->n; i++) {
		uint64_t first = cells->v[i].value;

		line->first = (double)first * scale;
		line->last = (double)(cells->exact ? first : histogram__bucket_last(first)) * scale;
		line->count = cells->v[i].count;
		write_line(prefix, histogram_columns, line, file);
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
		write_header(histogram_columns, file);
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
		write_header(histogram_columns, file);
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		write_cells_of_trial(&prefix, t, "operation", &t->operation.cells,
				     run->units_per_tick, file);
		write_cells_of_trial(&prefix, t, "beside", &t->beside.cells, run->units_per_tick,
				     file);
	}
}
