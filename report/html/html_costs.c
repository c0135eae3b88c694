// SPDX-License-Identifier: GPL-2.0-or-later
/* What each hook of a run adds to a call, as bars, and where that goes. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/figures/no_difference.h"
#include "report/html/html_bars.h"
#include "report/html/html_parts.h"
#include "report/verdicts/explanation.h"

/* With more, only costs are shown: the page is mailed. */
#define EXPLAINED_RUNS 12

/* A bar a hook, cheapest first, with what its strings are in. */
struct costs {
	size_t n;
	const struct summary_row *rows[SUMMARY_MAX_ROWS];
	struct html_bar bars[SUMMARY_MAX_ROWS];
	struct html_bar_part parts[SUMMARY_MAX_ROWS][N_GROUPS];
	char notes[SUMMARY_MAX_ROWS][NO_DIFFERENCE_SIZE];
};

/* ---- bars ---- */

static bool is_shown(const struct summary_row *row)
{
	return !row->reference && !row->control && !row->twin && isfinite(row->overhead);
}

static void costs__sort(struct costs *costs, const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];
		size_t at = costs->n;

		if (!is_shown(row))
			continue;
		for (; at && costs->rows[at - 1]->overhead > row->overhead; at--)
			costs->rows[at] = costs->rows[at - 1];
		costs->rows[at] = row;
		costs->n++;
	}
}

/* By what functions do, if that adds up to what is shown. */
static size_t explained_parts(const struct explanation *e, const struct summary_row *row,
			      struct html_bar_part *parts)
{
	const struct explained *of = e ? explanation__find(e, row->backend) : NULL;

	if (!of || !of->exact || (double)of->sum != row->overhead)
		return 0;
	for (int g = 0; g < N_GROUPS; g++)
		parts[g] = (struct html_bar_part){ group__name((enum group)g),
						   html_group__colour((enum group)g),
						   (double)of->by_group[g] };
	return N_GROUPS;
}

/* Of a user's program: its hooks, and its body. */
static size_t program_parts(const struct summary_row *row, struct html_bar_part *parts)
{
	if (!isfinite(row->dispatch) || !isfinite(row->body) ||
	    row->dispatch + row->body != row->overhead)
		return 0;
	parts[0] = (struct html_bar_part){ "its hooks", html_group__colour(GROUP_DISPATCH),
					   row->dispatch };
	parts[1] =
		(struct html_bar_part){ "its body", html_group__colour(GROUP_PROGRAM), row->body };
	return 2;
}

/* Its first sentence, after the name and the colon, which the bar has. */
static const char *note_of(const struct run *run, const struct summary_row *row,
			   char note[NO_DIFFERENCE_SIZE])
{
	size_t length = strlen(row->backend) + strlen(": ");
	char *end;

	no_difference__format(run, row, note);
	if (strlen(note) <= length)
		return "";
	end = strstr(note + length, ". ");
	if (end)
		*end = '\0';
	return note + length;
}

static void costs__draw(struct costs *costs, const struct report_run *r,
			const struct explanation *e)
{
	for (size_t i = 0; i < costs->n; i++) {
		const struct summary_row *row = costs->rows[i];
		struct html_bar *bar = &costs->bars[i];

		*bar = (struct html_bar){
			.backend = row->backend,
			.value = row->overhead,
			.low = row->low,
			.high = row->high,
			.is_unsure = r->run.unit == CLOCK_NANOSECONDS && !row->differs,
			.note = note_of(&r->run, row, costs->notes[i]),
			.parts = costs->parts[i],
		};
		bar->n = program_parts(row, costs->parts[i]);
		if (!bar->n)
			bar->n = explained_parts(e, row, costs->parts[i]);
	}
}

static bool are_stacked(const struct costs *costs)
{
	for (size_t i = 0; i < costs->n; i++)
		if (costs->bars[i].n)
			return true;
	return false;
}

static void costs__write_bars(const struct costs *costs, const struct report_run *r, FILE *file)
{
	const bool is_exact = r->run.unit == CLOCK_INSTRUCTIONS;
	const char *unit = format__unit(&r->run);
	char caption[256];

	snprintf(caption, sizeof(caption), "What each hook adds to a call, in %s, cheapest first%s",
		 unit,
		 are_stacked(costs) ? ", by what they are spent on"
		 : is_exact	    ? ""
				    : "; lines are the 95 % intervals");
	html_bars__write(&(struct html_bars){ caption, unit, costs->n, costs->bars }, file);
}

/* ---- the table of the same numbers ---- */

static bool is_spent(const struct costs *costs, const struct explanation *e, enum group group)
{
	for (size_t i = 0; i < costs->n; i++) {
		const struct explained *of = explanation__find(e, costs->rows[i]->backend);

		if (of && of->by_group[group])
			return true;
	}
	return false;
}

static void write_amount(int64_t instructions, FILE *file)
{
	char cell[CELL_SIZE];

	if (!instructions) {
		fputs("<td class=\"number none\">\342\200\223</td>", file);
		return;
	}
	format__grouped(cell, (double)instructions, true);
	print__html(file, "<td class=\"number\">%s</td>", cell);
}

static void costs__write_groups(const struct costs *costs, const char *label,
				const struct explanation *e, FILE *file)
{
	print__html(file,
		    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Where the "
		    "instructions of %s go\">\n<table class=\"results\"><thead><tr>"
		    "<th scope=\"col\">Backend</th>",
		    label);
	for (int g = 0; g < N_GROUPS; g++)
		if (is_spent(costs, e, (enum group)g))
			print__html(file,
				    "<th scope=\"col\" class=\"number\"><i class=\"swatch\" "
				    "style=\"--part:%s\"></i>%s</th>",
				    html_group__colour((enum group)g), group__name((enum group)g));
	fputs("<th scope=\"col\" class=\"number\">Sum</th></tr></thead>\n<tbody>\n", file);
	for (size_t i = 0; i < costs->n; i++) {
		const struct explained *of = explanation__find(e, costs->rows[i]->backend);

		if (!of)
			continue;
		print__html(file, "<tr><th scope=\"row\">%s</th>", of->backend);
		for (int g = 0; g < N_GROUPS; g++)
			if (is_spent(costs, e, (enum group)g))
				write_amount(of->by_group[g], file);
		write_amount(of->sum, file);
		fputs("</tr>\n", file);
	}
	fputs("</tbody></table></div>\n", file);
}

/* ---- all of it ---- */

static void costs__write(struct costs *costs, const struct report *report,
			 const struct report_run *r, const struct explanation *e, FILE *file)
{
	costs__sort(costs, &r->summary);
	costs__draw(costs, r, e);
	if (costs->n)
		print__html(file, "<h3>%s</h3>\n",
			    e ? "Where the instructions go" : "What each hook adds");
	costs__write_bars(costs, r, file);
	if (!e)
		return;
	costs__write_groups(costs, r->label, e, file);
	for (size_t i = 0; i < costs->n; i++)
		html_explain__write(report, r, e, costs->rows[i]->backend, file);
}

void html_costs__write(const struct report *report, const struct report_run *r, FILE *file)
{
	struct costs *costs = calloc(1, sizeof(*costs));
	struct explanation e;
	bool is_explained;

	if (!costs)
		return;
	is_explained = r->run.explain && report->n <= EXPLAINED_RUNS &&
		       !explanation__make(&r->run, &r->summary, &e);
	costs__write(costs, report, r, is_explained ? &e : NULL, file);
	if (r->run.explain && report->n > EXPLAINED_RUNS)
		fputs("<p class=\"note\">Where these go is on the page of this run alone.</p>\n",
		      file);
	if (is_explained)
		explanation__free(&e);
	free(costs);
}
