// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html_history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"
#include "report/html/html_trends.h"

static size_t count_changes(const struct history *histories, size_t n)
{
	size_t changes = 0;

	for (size_t i = 0; i < n; i++)
		changes += histories[i].n_changes;
	return changes;
}

static void write_heading(const struct history *histories, size_t n, FILE *file)
{
	const struct history *h = &histories[0];
	size_t changes = count_changes(histories, n);

	fputs("<header>\n<p class=\"eyebrow\">hookbench history", file);
	print__html(file, " \302\267 measured %.10s", h->points[0].run->started);
	if (h->n > 1)
		fputs(" and at other times", file);
	print__html(file, "</p>\n<h1>%zu change%s of %zu hook%s in %zu run%s</h1>\n</header>\n",
		    changes, number__s(changes), n, number__s(n), h->n, number__s(h->n));
}

/* ---- points ---- */

static void write_name(const struct history_point *p, enum history_order order, FILE *file)
{
	char name[HISTORY_NAME_SIZE];

	history__name(p, order, name);
	print__html(file, "<th scope=\"row\">%s</th>", name);
}

static void write_number(double value, bool is_difference, FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, value, is_difference);
	print__html(file, "<td class=\"number\">%s</td>", cell);
}

/* Never by colour alone: the sign says the same. */
static void write_difference(const struct history_point *p, FILE *file)
{
	bool is_known = isfinite(p->difference);
	char cell[CELL_SIZE];

	if (!p->is_change) {
		fputs("<td class=\"number\"></td>", file);
		return;
	}
	format__grouped(cell, p->difference, true);
	print__html(file, "<td class=\"number\"><span class=\"change %s\"><b>%s</b></span></td>",
		    !is_known || p->difference > 0 ? "regression" : "improvement",
		    is_known ? cell : "gone");
}

static void write_note(const char *note, FILE *file)
{
	fputs("<td class=\"words\">", file);
	encode__write(file, TO_HTML, note);
	fputs("</td></tr>\n", file);
}

/* ---- the changes ---- */

static void write_change(const struct history *h, const struct history_point *p,
			 enum history_order order, FILE *file)
{
	fputs("<tr>", file);
	write_name(p, order, file);
	print__html(file, "<td>%s</td>", h->backend);
	write_number(p->value, false, file);
	write_difference(p, file);
	write_note(p->note[0] ? p->note : "not counted: measure with --explain", file);
}

static void write_changes(const struct history *histories, size_t n, enum history_order order,
			  FILE *file)
{
	fputs("<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">What changed</h2>\n",
	      file);
	if (!count_changes(histories, n)) {
		fputs("<p>No overhead changed.</p>\n</section>\n", file);
		return;
	}
	print__html(
		file,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table of what changed\">\n<table>"
		"<thead><tr><th scope=\"col\">Since</th><th scope=\"col\">Hook</th><th scope=\"col\" class=\"number\">Overhead <small>%s</small></th>"
		"<th scope=\"col\" class=\"number\">Change</th><th scope=\"col\">Functions</th></tr></thead>\n<tbody>\n",
		format__unit(histories[0].points[0].run));
	for (size_t j = 0; j < histories[0].n; j++)
		for (size_t i = 0; i < n; i++)
			if (histories[i].points[j].is_change)
				write_change(&histories[i], &histories[i].points[j], order, file);
	fputs("</tbody></table></div>\n</section>\n", file);
}

/* ---- the trends ---- */

struct trends {
	struct html_trend *v;
	struct html_trend_point *points;
	char (*names)[HISTORY_NAME_SIZE]; /* of the runs */
};

static void trends__fill(struct trends *t, const struct history *histories, size_t n,
			 enum history_order order)
{
	for (size_t i = 0; i < histories[0].n; i++)
		history__name(&histories[0].points[i], order, t->names[i]);
	for (size_t i = 0; i < n; i++) {
		const struct history *h = &histories[i];
		struct html_trend_point *points = &t->points[i * h->n];

		for (size_t k = 0; k < h->n; k++)
			points[k] = (struct html_trend_point){
				t->names[k], h->points[k].value,      NAN,
				NAN,	     h->points[k].difference, h->points[k].is_change,
			};
		t->v[i] = (struct html_trend){ h->backend, h->n, points };
	}
}

/* Without memory, the tables are all there is. */
static void write_trends(const struct history *histories, size_t n, enum history_order order,
			 FILE *file)
{
	size_t runs = histories[0].n;
	struct trends t = { calloc(n, sizeof(*t.v)), calloc(n * runs, sizeof(*t.points)),
			    calloc(runs, sizeof(*t.names)) };

	if (t.v && t.points && t.names) {
		trends__fill(&t, histories, n, order);
		fputs("<section aria-labelledby=\"trends\">\n<h2 id=\"trends\">Overhead over the runs</h2>\n",
		      file);
		html_trends__write(
			&(struct html_trends){
				"Each panel begins at 0 and has a scale of its own; changes are written at the line",
				format__unit(histories[0].points[0].run), n, t.v },
			file);
		fputs("</section>\n", file);
	}
	free(t.v);
	free(t.points);
	free(t.names);
}

/* ---- each hook ---- */

static void write_history(const struct history *h, size_t number, enum history_order order,
			  FILE *file)
{
	fprintf(file, "<section aria-labelledby=\"hook-%zu\">\n<h2 id=\"hook-%zu\">", number,
		number);
	encode__write(file, TO_HTML, h->backend);
	print__html(
		file,
		"</h2>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table of %s\">\n<table>"
		"<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">Measured</th><th scope=\"col\" class=\"number\">Overhead <small>%s</small></th>"
		"<th scope=\"col\" class=\"number\">Change</th><th scope=\"col\">Note</th></tr></thead>\n<tbody>\n",
		h->backend, order == HISTORY_BY_COMMIT ? "Commit" : "Kernel",
		format__unit(h->points[0].run));
	for (size_t i = 0; i < h->n; i++) {
		const struct history_point *p = &h->points[i];

		fputs("<tr>", file);
		write_name(p, order, file);
		print__html(file, "<td>%s</td>", p->run->started);
		write_number(p->value, false, file);
		write_difference(p, file);
		write_note(p->note, file);
	}
	fputs("</tbody></table></div>\n</section>\n", file);
}

void html_history__write(const struct history *histories, size_t n, enum history_order order,
			 FILE *file)
{
	html_head__write("history", file);
	fputs("<body>\n", file);
	write_heading(histories, n, file);
	fputs("<main>\n", file);
	write_trends(histories, n, order, file);
	write_changes(histories, n, order, file);
	for (size_t i = 0; i < n; i++)
		write_history(&histories[i], i + 1, order, file);
	html_foot__write(file);
}
