// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of several runs. */
#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/document/across_runs.h"
#include "report/figures/format.h"
#include "report/figures/run_state.h"
#include "report/html/html_parts.h"

/* As a CSS class. */
static const char *const classes[] = {
	[VERDICT_NONE] = "unjudged",
	[VERDICT_UNJUDGED] = "unjudged",
	[VERDICT_SAME] = "same",
	[VERDICT_NEW] = "same",
	[VERDICT_IMPROVEMENT] = "improvement",
	[VERDICT_INCONCLUSIVE] = "inconclusive",
	[VERDICT_NOT_COMPARABLE] = "not-comparable",
	[VERDICT_REGRESSION] = "regression",
};

/* "+16" and "regression": never shown by colour alone. */
static void write_change(const struct comparison_row *c, FILE *file)
{
	char difference[CELL_SIZE];

	if (!c)
		return;
	print__html(file, " <span class=\"change %s\"", classes[c->verdict]);
	if (c->note[0]) {
		fputs(" title=\"", file);
		encode__write(file, TO_HTML, c->note);
		fputc('"', file);
	}
	fputc('>', file);
	if (isfinite(c->difference)) {
		format__grouped(difference, c->difference, true);
		if (strcmp(difference, "0") != 0 || c->verdict == VERDICT_NONE)
			print__html(file, "<b>%s</b> ", difference);
	}
	print__html(file, "%s</span>", verdict__name(c->verdict));
}

/* Sorted by value. */
static void write_cell(const struct matrix_row *row, const char *backend, FILE *file)
{
	const struct comparison_row *change = across_runs__change_of(row, backend);
	double value = across_runs__value(row, backend);
	char cell[CELL_SIZE], interval[CELL_SIZE];

	if (!isfinite(value) && !change) {
		fputs("<td class=\"number none\" title=\"not measured\">\342\200\223</td>", file);
		return;
	}
	format__grouped(cell, value, false);
	fputs("<td class=\"number\"", file);
	if (isfinite(value))
		fprintf(file, " data-value=\"%.12g\"", value);
	across_runs__format_interval(interval, row, backend);
	print__html(file, "><span class=\"value\">%s</span>%s",
		    isfinite(value) ? cell : "\342\200\223", interval);
	write_change(change, file);
	fputs("</td>", file);
}

static void write_state(enum run_state state, FILE *file)
{
	static const char *const looks[] = {
		[RUN_VALID] = "same", [RUN_UNSURE] = "inconclusive", [RUN_INVALID] = "regression"
	};

	print__html(file, "<td><span class=\"verdict %s\">%s</span></td>", looks[state],
		    run_state__name(state));
}

static void write_row(const struct report *report, const struct matrix_row *row,
		      const char *const *names, size_t n, FILE *file)
{
	fputs("<tr><th scope=\"row\">", file);
	encode__write(file, TO_HTML, across_runs__label(report, row));
	fputs("</th>", file);
	if (!row->run) {
		fprintf(file, "<td colspan=\"%zu\" class=\"reason\">not measured: ", n + 1);
		encode__write(file, TO_HTML, row->reason ? row->reason : "unknown");
		fputs("</td></tr>\n", file);
		return;
	}
	write_state(run_state__of(row->run, &row->summary), file);
	for (size_t i = 0; i < n; i++)
		write_cell(row, names[i], file);
	fputs("</tr>\n", file);
}

static void write_overall(const struct matrix *m, const char *const *names, size_t n, FILE *file)
{
	if (!m->has_overall)
		return;
	fputs("<tfoot><tr><th scope=\"row\">first to last</th><td></td>", file);
	for (size_t i = 0; i < n; i++) {
		fputs("<td class=\"number\">", file);
		write_change(compare__row(&m->overall, names[i]), file);
		fputs("</td>", file);
	}
	fputs("</tr></tfoot>", file);
}

static void write_head(const struct report *report, const char *const *names, size_t n, FILE *file)
{
	fputs("<thead><tr><th scope=\"col\">Run</th><th scope=\"col\">Valid</th>", file);
	for (size_t i = 0; i < n; i++) {
		fputs("<th scope=\"col\" class=\"number\">", file);
		encode__write(file, TO_HTML, names[i]);
		print__html(file, " <small>%s</small></th>",
			    across_runs__is_reference(report, names[i]) ? "cost" : "overhead");
	}
	fputs("</tr></thead>\n<tbody>\n", file);
}

static void write_caption(const struct report *report, FILE *file)
{
	const char *unit = across_runs__unit(report);

	print__html(
		file, "<caption>Per operation, in %s. %s ", unit ? unit : "each run's own unit",
		report->matrix.is_series
			? "The runs differ on purpose, so there is no verdict on their differences."
			: "Below each overhead are its difference from the run above and the verdict on it.");
	if (unit && !strcmp(unit, "instructions"))
		fputs("Instructions are exact: every difference is real. ", file);
	else if (!report->matrix.is_series)
		fputs("Verdicts have 95 % confidence, for all hooks together; if the data are insufficient, the verdict is \342\200\234inconclusive\342\200\235. ",
		      file);
	fputs("The number of rounds and operations is listed with each run below.</caption>\n",
	      file);
}

/* Runs that differ in more than the kernel have no verdict; the reason is below the table. */
static void write_obstacles(const struct report *report, FILE *file)
{
	const struct matrix *m = &report->matrix;

	for (size_t i = 0; i < m->n; i++) {
		const struct matrix_row *row = &m->rows[i];

		if (!row->before || !row->change.obstacle.text[0])
			continue;
		fputs("<p class=\"note\">", file);
		encode__write(file, TO_HTML, across_runs__label(report, row->before));
		fputs(" and ", file);
		encode__write(file, TO_HTML, across_runs__label(report, row));
		fputs(" cannot be compared: ", file);
		encode__write(file, TO_HTML, row->change.obstacle.text);
		fputs(".</p>\n", file);
	}
}

void html_matrix__write(const struct report *report, FILE *file)
{
	const char *names[PLAN_MAX_BACKENDS];
	size_t n = across_runs__backends(report, names);

	fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table of all runs\">\n"
	      "<table class=\"matrix\">",
	      file);
	write_caption(report, file);
	write_head(report, names, n, file);
	for (size_t i = 0; i < report->matrix.n; i++)
		write_row(report, &report->matrix.rows[i], names, n, file);
	fputs("</tbody>", file);
	write_overall(&report->matrix, names, n, file);
	fputs("</table></div>\n", file);
	write_obstacles(report, file);
}
