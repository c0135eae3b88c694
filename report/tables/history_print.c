// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/history_print.h"

#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "bench/model/commit.h"
#include "bench/model/fields.h"
#include "report/figures/columns.h"
#include "report/figures/format.h"
#include "report/tables/terminal_text.h"

/* A point, as a line of CSV. */
struct line {
	char backend[NAME_SIZE];
	char kernel[128];
	char started[RUN_TIME_SIZE];
	char commit[RUN_COMMIT_SIZE];
	char unit[NAME_SIZE];
	double overhead, difference;
	bool is_change;
	char note[320];
};

static const struct field line_columns[] = {
	FIELD(line, backend, "backend", text_or_null, ""),
	FIELD(line, kernel, "kernel", text_or_null, ""),
	FIELD(line, started, "started", text_or_null, ""),
	FIELD(line, unit, "unit", text_or_null, ""),
	FIELD(line, overhead, "overhead_in_unit", difference, "clock"),
	FIELD(line, difference, "difference_in_unit", difference, "clock"),
	FIELD(line, is_change, "change", boolean, ""),
	FIELD(line, note, "note", text_or_null, ""),
	FIELD(line, commit, "commit", text_or_null, ""),
	{ .key = NULL },
};

static void make_line(const struct history *h, const struct history_point *p, struct line *line)
{
	const char *release =
		json_string_value(json_object_get(p->run->environment, "kernel_release"));

	*line = (struct line){ .overhead = p->value,
			       .difference = p->difference,
			       .is_change = p->is_change };
	snprintf(line->backend, sizeof(line->backend), "%s", h->backend);
	snprintf(line->kernel, sizeof(line->kernel), "%s", release ? release : "unknown");
	snprintf(line->started, sizeof(line->started), "%s", p->run->started);
	commit__of_run(p->run, line->commit);
	snprintf(line->unit, sizeof(line->unit), "%s", clock_unit__name(h->unit));
	snprintf(line->note, sizeof(line->note), "%s", p->note);
}

void history_print__csv(const struct history *histories, size_t n, enum history_order order,
			FILE *file)
{
	(void)order; /* that of the lines */
	columns__write_header(line_columns, file);
	fputc('\n', file);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < histories[i].n; j++) {
			struct line line;

			make_line(&histories[i], &histories[i].points[j], &line);
			columns__write_row(line_columns, &line, file);
			fputc('\n', file);
		}
}

/*
 * The columns are as wide as the names of commits and kernels are, and the note has a line of its
 * own where it has no room.
 */
static void print_point(const struct line *line, const char *commit, const char *value,
			const char *difference, FILE *file)
{
	int width = terminal_text__width(file);
	char text[1024];
	size_t n = 0;

	if (commit[0])
		n = (size_t)snprintf(text, sizeof(text), "%-*s  ", COMMIT_SHOWN, commit);
	n += (size_t)snprintf(text + n, sizeof(text) - n, "%-*s ", width < 80 ? 0 : 32,
			      line->kernel);
	/* The day is enough where there is no room for the time. */
	n += (size_t)snprintf(text + n, sizeof(text) - n, width < 80 ? "%.10s %s" : "%-20s %9s",
			      line->started, value);
	if (difference[0])
		n += (size_t)snprintf(text + n, sizeof(text) - n, " %8s", difference);
	else if (line->note[0])
		n += (size_t)snprintf(text + n, sizeof(text) - n, " %8s", "");
	if (line->note[0])
		snprintf(text + n, sizeof(text) - n, "  %s", line->note);
	terminal_text__row(text, 2, 6, file);
}

static void print_history(const struct history *h, enum history_order order, FILE *file)
{
	terminal_text__note(file, "%s: %s per operation, %zu change%s in %zu runs", h->backend,
			    format__unit(h->points[0].run), h->n_changes,
			    h->n_changes == 1 ? "" : "s", h->n);
	for (size_t i = 0; i < h->n; i++) {
		const struct history_point *p = &h->points[i];
		char value[CELL_SIZE], difference[CELL_SIZE] = "", name[HISTORY_NAME_SIZE];
		struct line line;

		make_line(h, p, &line);
		history__name(p, order, name);
		format__grouped(value, p->value, false);
		if (p->is_change)
			format__grouped(difference, p->difference, true);
		print_point(&line, order == HISTORY_BY_COMMIT ? name : "", value, difference, file);
	}
}

static void print_table(const struct history *histories, size_t n, enum history_order order,
			FILE *file)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			fputc('\n', file);
		print_history(&histories[i], order, file);
	}
}

const struct history_format history_formats[] = {
	{ "table", print_table },
	{ "csv", history_print__csv },
	{ NULL, NULL },
};
